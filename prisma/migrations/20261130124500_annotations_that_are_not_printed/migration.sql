-- Documents of before were not looked through for them; they say of none.
ALTER TABLE "Document" ADD COLUMN "unprinted" INTEGER NOT NULL DEFAULT 0;
