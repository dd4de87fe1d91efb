-- Documents of before were not looked through for layers; they say of none.
ALTER TABLE "Document" ADD COLUMN "layers" INTEGER NOT NULL DEFAULT 0;
