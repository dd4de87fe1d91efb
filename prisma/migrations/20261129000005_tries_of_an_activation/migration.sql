-- Open activations of before are ten minutes old at most; they keep the five tries that all of them had.
ALTER TABLE "Activation" ADD COLUMN "allowed" INTEGER NOT NULL DEFAULT 5;
