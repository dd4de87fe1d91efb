-- CreateTable
CREATE TABLE "KnownIdentity" (
    "verificationId" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "mode" "Mode" NOT NULL,
    "holder" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "face" BYTEA NOT NULL,
    "madeAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "KnownIdentity_pkey" PRIMARY KEY ("verificationId")
);

-- CreateIndex
CREATE INDEX "KnownIdentity_tenantId_mode_madeAt_verificationId_idx" ON "KnownIdentity"("tenantId", "mode", "madeAt" DESC, "verificationId");

-- CreateIndex
CREATE INDEX "KnownIdentity_tenantId_mode_document_idx" ON "KnownIdentity"("tenantId", "mode", "document");

-- AddForeignKey
ALTER TABLE "KnownIdentity" ADD CONSTRAINT "KnownIdentity_verificationId_fkey" FOREIGN KEY ("verificationId") REFERENCES "Verification"("id") ON DELETE CASCADE ON UPDATE CASCADE;
