-- Closed sets become enums: what stands in a column stays, and a value that is none of its set stops the migration.
CREATE TYPE "Mode" AS ENUM ('test', 'live');
CREATE TYPE "Plan" AS ENUM ('startup', 'business', 'enterprise');
CREATE TYPE "RequestStatus" AS ENUM ('pending', 'in_progress', 'completed', 'expired', 'cancelled');
CREATE TYPE "SignerStatus" AS ENUM ('waiting', 'pending_verification', 'verification_failed', 'verified', 'signing', 'signed', 'refused', 'expired', 'cancelled');
CREATE TYPE "SignatureType" AS ENUM ('qes', 'aes', 'ses');
CREATE TYPE "LinkDelivery" AS ENUM ('email', 'none');
CREATE TYPE "RevisionKind" AS ENUM ('uploaded', 'fields_placed', 'signed');
CREATE TYPE "FieldType" AS ENUM ('signature');
CREATE TYPE "Actor" AS ENUM ('requester', 'signer', 'system');
CREATE TYPE "DeviceKind" AS ENUM ('phone', 'desk');
CREATE TYPE "SessionKind" AS ENUM ('link', 'handover');
CREATE TYPE "VerificationStatus" AS ENUM ('capturing', 'checking', 'passed', 'failed', 'confirmed', 'abandoned', 'rejected');
CREATE TYPE "DocumentType" AS ENUM ('passport', 'national_id');
CREATE TYPE "CaptureStage" AS ENUM ('front', 'back', 'selfie');
CREATE TYPE "CertificateIssuer" AS ENUM ('root', 'issuing');
CREATE TYPE "Channel" AS ENUM ('email', 'sms');
CREATE TYPE "OutboxState" AS ENUM ('queued', 'sent', 'kept', 'failed');
CREATE TYPE "DisabledBecause" AS ENUM ('requester', 'gone', 'failing');
CREATE TYPE "DeliveryCause" AS ENUM ('event', 'replay', 'ping');
CREATE TYPE "DeliveryState" AS ENUM ('pending', 'succeeded', 'failed', 'cancelled');
CREATE TYPE "AttemptError" AS ENUM ('refused_by_receiver', 'redirect_not_followed', 'address_refused', 'name_not_found', 'resolver_failed', 'connection_refused', 'connection_failed', 'tls_failed', 'timeout', 'invalid_answer');
CREATE TYPE "Metric" AS ENUM ('documents_uploaded', 'requests_created', 'requests_completed', 'verifications_completed', 'signatures_completed', 'reminders_sent', 'documents_validated', 'proofs_downloaded');

-- The outbox gives its name to the messages that people write to each other.
ALTER TABLE "Message" RENAME TO "OutboxMessage";
ALTER TABLE "OutboxMessage" RENAME CONSTRAINT "Message_pkey" TO "OutboxMessage_pkey";
ALTER INDEX "Message_mode_createdAt_idx" RENAME TO "OutboxMessage_mode_createdAt_idx";
ALTER INDEX "Message_state_createdAt_idx" RENAME TO "OutboxMessage_state_createdAt_idx";

-- A condition of an index is kept as it was compiled, for text.
DROP INDEX "Verification_submittedAt_idx";

ALTER TABLE "Tenant"
    ALTER COLUMN "plan" DROP DEFAULT,
    ALTER COLUMN "plan" TYPE "Plan" USING "plan"::"Plan",
    ALTER COLUMN "plan" SET DEFAULT 'startup';
ALTER TABLE "ApiKey"
    ALTER COLUMN "mode" TYPE "Mode" USING "mode"::"Mode";
ALTER TABLE "Document"
    ALTER COLUMN "mode" TYPE "Mode" USING "mode"::"Mode";
ALTER TABLE "SignatureRequest"
    ALTER COLUMN "mode" TYPE "Mode" USING "mode"::"Mode",
    ALTER COLUMN "status" TYPE "RequestStatus" USING "status"::"RequestStatus",
    ALTER COLUMN "signatureType" TYPE "SignatureType" USING "signatureType"::"SignatureType",
    ALTER COLUMN "delivery" DROP DEFAULT,
    ALTER COLUMN "delivery" TYPE "LinkDelivery" USING "delivery"::"LinkDelivery",
    ALTER COLUMN "delivery" SET DEFAULT 'email';
ALTER TABLE "Revision"
    ALTER COLUMN "kind" TYPE "RevisionKind" USING "kind"::"RevisionKind";
ALTER TABLE "Field"
    ALTER COLUMN "type" TYPE "FieldType" USING "type"::"FieldType";
ALTER TABLE "Signer"
    ALTER COLUMN "status" TYPE "SignerStatus" USING "status"::"SignerStatus";
ALTER TABLE "Event"
    ALTER COLUMN "actor" TYPE "Actor" USING "actor"::"Actor";
ALTER TABLE "Session"
    ALTER COLUMN "device" TYPE "DeviceKind" USING "device"::"DeviceKind",
    ALTER COLUMN "kind" DROP DEFAULT,
    ALTER COLUMN "kind" TYPE "SessionKind" USING "kind"::"SessionKind",
    ALTER COLUMN "kind" SET DEFAULT 'link';
ALTER TABLE "Verification"
    ALTER COLUMN "status" TYPE "VerificationStatus" USING "status"::"VerificationStatus",
    ALTER COLUMN "documentType" TYPE "DocumentType" USING "documentType"::"DocumentType";
ALTER TABLE "Frame"
    ALTER COLUMN "stage" TYPE "CaptureStage" USING "stage"::"CaptureStage";
ALTER TABLE "Credential"
    ALTER COLUMN "mode" TYPE "Mode" USING "mode"::"Mode";
ALTER TABLE "IssuedCertificate"
    ALTER COLUMN "issuer" TYPE "CertificateIssuer" USING "issuer"::"CertificateIssuer";
ALTER TABLE "OutboxMessage"
    ALTER COLUMN "mode" TYPE "Mode" USING "mode"::"Mode",
    ALTER COLUMN "channel" TYPE "Channel" USING "channel"::"Channel",
    ALTER COLUMN "state" DROP DEFAULT,
    ALTER COLUMN "state" TYPE "OutboxState" USING "state"::"OutboxState",
    ALTER COLUMN "state" SET DEFAULT 'queued';
ALTER TABLE "WebhookEndpoint"
    ALTER COLUMN "mode" TYPE "Mode" USING "mode"::"Mode",
    ALTER COLUMN "disabledBecause" TYPE "DisabledBecause" USING "disabledBecause"::"DisabledBecause";
ALTER TABLE "WebhookEvent"
    ALTER COLUMN "mode" TYPE "Mode" USING "mode"::"Mode";
ALTER TABLE "WebhookDelivery"
    ALTER COLUMN "cause" TYPE "DeliveryCause" USING "cause"::"DeliveryCause",
    ALTER COLUMN "state" DROP DEFAULT,
    ALTER COLUMN "state" TYPE "DeliveryState" USING "state"::"DeliveryState",
    ALTER COLUMN "state" SET DEFAULT 'pending';
ALTER TABLE "WebhookAttempt"
    ALTER COLUMN "error" TYPE "AttemptError" USING "error"::"AttemptError";
ALTER TABLE "UsageCounter"
    ALTER COLUMN "mode" TYPE "Mode" USING "mode"::"Mode",
    ALTER COLUMN "metric" TYPE "Metric" USING "metric"::"Metric";

CREATE INDEX "Verification_submittedAt_idx" ON "Verification"("submittedAt") WHERE ("status" = 'checking');

-- Relations. Nothing has ever deleted a request, a signer or a key, so no row should point at nothing; what would anyway, and is only there
-- for a time, goes.
DELETE FROM "Handover" h WHERE NOT EXISTS (SELECT FROM "Signer" s WHERE s."id" = h."signerId");
DELETE FROM "IdempotencyRecord" i WHERE NOT EXISTS (SELECT FROM "ApiKey" k WHERE k."id" = i."apiKeyId");

ALTER TABLE "Session" DROP CONSTRAINT "Session_signerId_fkey";
ALTER TABLE "Frame" DROP CONSTRAINT "Frame_verificationId_fkey";
ALTER TABLE "SignatureRequest" ADD CONSTRAINT "SignatureRequest_apiKeyId_fkey" FOREIGN KEY ("apiKeyId") REFERENCES "ApiKey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "Revision" ADD CONSTRAINT "Revision_signerId_fkey" FOREIGN KEY ("signerId") REFERENCES "Signer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "Session" ADD CONSTRAINT "Session_signerId_fkey" FOREIGN KEY ("signerId") REFERENCES "Signer"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Handover" ADD CONSTRAINT "Handover_signerId_fkey" FOREIGN KEY ("signerId") REFERENCES "Signer"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Frame" ADD CONSTRAINT "Frame_verificationId_fkey" FOREIGN KEY ("verificationId") REFERENCES "Verification"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Credential" ADD CONSTRAINT "Credential_signerId_fkey" FOREIGN KEY ("signerId") REFERENCES "Signer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "OutboxMessage" ADD CONSTRAINT "OutboxMessage_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "OutboxMessage" ADD CONSTRAINT "OutboxMessage_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "SignatureRequest"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "OutboxMessage" ADD CONSTRAINT "OutboxMessage_signerId_fkey" FOREIGN KEY ("signerId") REFERENCES "Signer"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "IdempotencyRecord" ADD CONSTRAINT "IdempotencyRecord_apiKeyId_fkey" FOREIGN KEY ("apiKeyId") REFERENCES "ApiKey"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "WebhookEvent" ADD CONSTRAINT "WebhookEvent_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "WebhookEvent" ADD CONSTRAINT "WebhookEvent_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "SignatureRequest"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "UsageCounter" ADD CONSTRAINT "UsageCounter_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "UsageCounter" ADD CONSTRAINT "UsageCounter_apiKeyId_fkey" FOREIGN KEY ("apiKeyId") REFERENCES "ApiKey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE INDEX "Credential_signerId_idx" ON "Credential"("signerId");
CREATE INDEX "OutboxMessage_requestId_idx" ON "OutboxMessage"("requestId");
CREATE INDEX "OutboxMessage_signerId_idx" ON "OutboxMessage"("signerId");
