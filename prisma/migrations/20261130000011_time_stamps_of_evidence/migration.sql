-- Time-stamps of the evidence, and which requests wait for one.
ALTER TABLE "SignatureRequest" ADD COLUMN "stampsDueAt" TIMESTAMPTZ(3);
CREATE INDEX "SignatureRequest_stampsDueAt_idx" ON "SignatureRequest"("stampsDueAt") WHERE ("stampsDueAt" IS NOT NULL);
CREATE TABLE "EvidenceStamp" (
    "requestId" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "token" BYTEA NOT NULL,
    "mac" TEXT NOT NULL,

    CONSTRAINT "EvidenceStamp_pkey" PRIMARY KEY ("requestId", "sequence")
);
ALTER TABLE "EvidenceStamp" ADD CONSTRAINT "EvidenceStamp_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "SignatureRequest"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
