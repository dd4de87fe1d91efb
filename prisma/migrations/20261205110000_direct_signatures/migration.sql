-- Signatures that are made at once, and how many of them a key has made.
ALTER TYPE "Metric" ADD VALUE 'direct_signatures';

CREATE TABLE "DirectSignature" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "mode" "Mode" NOT NULL,
    "apiKeyId" TEXT,
    "organisation" TEXT NOT NULL,
    "sha256Before" TEXT NOT NULL,
    "sha256After" TEXT NOT NULL,
    "sizeBytes" INTEGER NOT NULL,
    "level" TEXT NOT NULL,
    "serial" TEXT NOT NULL,
    "signedAt" TIMESTAMPTZ(3) NOT NULL,
    "stampedAt" TIMESTAMPTZ(3) NOT NULL,
    "anchor" JSONB,
    "carried" TEXT NOT NULL,
    "trailSha256" TEXT NOT NULL,
    "nameSha256" TEXT NOT NULL,
    "identifierSha256" TEXT NOT NULL,
    "erasedAt" TIMESTAMPTZ(3),
    "subject" BYTEA,
    "appended" BYTEA,
    "mac" TEXT,
    CONSTRAINT "DirectSignature_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "DirectSignature_tenantId_mode_signedAt_idx" ON "DirectSignature"("tenantId", "mode", "signedAt");
CREATE INDEX "DirectSignature_appended_idx" ON "DirectSignature"("signedAt") WHERE ("appended" IS NOT NULL);
ALTER TABLE "DirectSignature" ADD CONSTRAINT "DirectSignature_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "DirectSignature" ADD CONSTRAINT "DirectSignature_apiKeyId_fkey" FOREIGN KEY ("apiKeyId") REFERENCES "ApiKey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
