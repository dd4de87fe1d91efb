-- After how many days a check of identity needs a selfie before its certificate signs again.
ALTER TABLE "Tenant" ADD COLUMN "stepUpAfterDays" INTEGER CHECK ("stepUpAfterDays" BETWEEN 1 AND 3650);

-- The selfie of a step-up is stored as a check without a document.
CREATE TYPE "VerificationKind" AS ENUM ('document', 'step_up');
ALTER TABLE "Verification" ADD COLUMN "kind" "VerificationKind" NOT NULL DEFAULT 'document';
DROP INDEX "Verification_signerId_attempt_key";
CREATE UNIQUE INDEX "Verification_signerId_kind_attempt_key" ON "Verification"("signerId", "kind", "attempt");

-- The portrait of a check as numbers, for the selfies of its certificate's holder.
CREATE TABLE "KeptFace" (
    "id" TEXT NOT NULL,
    "key" BYTEA NOT NULL,
    "face" BYTEA NOT NULL,
    "madeAt" TIMESTAMPTZ(3) NOT NULL,
    "purgeAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "KeptFace_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "KeptFace_purgeAt_idx" ON "KeptFace"("purgeAt");
ALTER TABLE "KeptFace" ADD CONSTRAINT "KeptFace_id_fkey" FOREIGN KEY ("id") REFERENCES "Credential"("id") ON DELETE CASCADE ON UPDATE CASCADE;
