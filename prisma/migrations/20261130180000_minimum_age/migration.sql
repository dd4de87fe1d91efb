-- How old the signers of an organisation must be, where another age was agreed than 18.
ALTER TABLE "Tenant" ADD COLUMN "minimumAge" INTEGER CHECK ("minimumAge" BETWEEN 16 AND 18);
