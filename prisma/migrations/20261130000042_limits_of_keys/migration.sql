-- What the operator says of keys and organisations. A key of before never ends.
ALTER TABLE "Tenant" ADD COLUMN "suspendedAt" TIMESTAMPTZ(3);
ALTER TABLE "ApiKey" ADD COLUMN "expiresAt" TIMESTAMPTZ(3), ADD COLUMN "requestsPerMinute" INTEGER;
