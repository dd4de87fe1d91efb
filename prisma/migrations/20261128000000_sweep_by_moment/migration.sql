-- DropIndex
DROP INDEX "Document_purgedAt_expiresAt_idx";

-- DropIndex
DROP INDEX "Verification_purgeAt_idx";

-- AlterTable
ALTER TABLE "Document" ADD COLUMN     "sweepAt" TIMESTAMPTZ(3);

-- An hour after the end of retention, as for new ones.
UPDATE "Document" SET "sweepAt" = "expiresAt" + interval '1 hour';

ALTER TABLE "Document" ALTER COLUMN "sweepAt" SET NOT NULL;

-- AlterTable
ALTER TABLE "SignatureRequest" ADD COLUMN     "sweepAt" TIMESTAMPTZ(3);

-- Open ones at their deadline, by the machine's clock; those that wait to be completed or sealed, at once.
UPDATE "SignatureRequest" SET "sweepAt" = "expiresAt" - "clockOffset" * interval '1 second' WHERE "status" IN ('pending', 'in_progress');

UPDATE "SignatureRequest" r SET "sweepAt" = now() WHERE r."status" = 'completed' AND r."evidenceBlob" IS NULL AND r."deletedAt" IS NULL
    OR r."status" = 'in_progress' AND NOT EXISTS (SELECT FROM "Signer" s WHERE s."requestId" = r."id" AND s."status" <> 'signed');

-- From here on by the machine's clock as well.
UPDATE "Verification" v SET "purgeAt" = v."purgeAt" - r."clockOffset" * interval '1 second'
    FROM "Signer" s JOIN "SignatureRequest" r ON r."id" = s."requestId" WHERE s."id" = v."signerId" AND r."clockOffset" > 0;

-- CreateIndex
CREATE INDEX "Activation_authorisedAt_idx" ON "Activation"("authorisedAt") WHERE ("sealedAt" IS NULL);

-- CreateIndex
CREATE INDEX "Document_sweepAt_idx" ON "Document"("sweepAt") WHERE ("purgedAt" IS NULL);

-- CreateIndex
CREATE INDEX "Handover_expiresAt_idx" ON "Handover"("expiresAt");

-- CreateIndex
CREATE INDEX "RequestDocument_documentId_idx" ON "RequestDocument"("documentId");

-- CreateIndex
CREATE INDEX "Session_lastSeenAt_idx" ON "Session"("lastSeenAt");

-- CreateIndex
CREATE INDEX "SignatureRequest_sweepAt_idx" ON "SignatureRequest"("sweepAt");

-- CreateIndex
CREATE INDEX "Verification_purgeAt_idx" ON "Verification"("purgeAt") WHERE ("key" IS NOT NULL);

-- CreateIndex
CREATE INDEX "Verification_submittedAt_idx" ON "Verification"("submittedAt") WHERE ("status" = 'checking');

-- CreateIndex
CREATE INDEX "WebhookDelivery_endpointId_state_nextAttemptAt_idx" ON "WebhookDelivery"("endpointId", "state", "nextAttemptAt");
