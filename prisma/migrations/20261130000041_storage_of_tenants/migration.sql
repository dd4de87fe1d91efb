-- How much each organisation stores and may store. Of what is there already, uploads are counted: the sizes of the rest were not written down.
ALTER TABLE "Tenant" ADD COLUMN "storageBytes" BIGINT, ADD COLUMN "storedBytes" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "SignatureRequest" ADD COLUMN "archiveBytes" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Revision" ADD COLUMN "ownBytes" INTEGER NOT NULL DEFAULT 0;
UPDATE "Tenant" t SET "storedBytes" = coalesce((SELECT sum(d."sizeBytes") FROM "Document" d WHERE d."tenantId" = t."id" AND d."purgedAt" IS NULL), 0);
