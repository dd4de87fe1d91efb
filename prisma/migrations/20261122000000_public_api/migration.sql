-- AlterTable
ALTER TABLE "Document" ADD COLUMN     "purgedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Field" ADD COLUMN     "anchor" JSONB;

-- AlterTable
ALTER TABLE "SignatureRequest" ADD COLUMN     "apiKeyId" TEXT,
ADD COLUMN     "clockOffset" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "deletedAt" TIMESTAMPTZ(3),
ADD COLUMN     "delivery" TEXT NOT NULL DEFAULT 'email';

-- AlterTable
ALTER TABLE "Signer" ADD COLUMN     "script" JSONB;

-- CreateTable
CREATE TABLE "WebhookEndpoint" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT,
    "events" TEXT[],
    "secret" BYTEA NOT NULL,
    "previousSecret" BYTEA,
    "previousUntil" TIMESTAMPTZ(3),
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "disabledBecause" TEXT,
    "disabledAt" TIMESTAMPTZ(3),
    "failingSince" TIMESTAMPTZ(3),
    "contact" BYTEA,
    "turn" TEXT,
    "turnUntil" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "WebhookEndpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookEvent" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "requestId" TEXT,
    "payload" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "WebhookEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookDelivery" (
    "id" TEXT NOT NULL,
    "endpointId" TEXT NOT NULL,
    "eventId" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "tries" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "nextAttemptAt" TIMESTAMPTZ(3),

    CONSTRAINT "WebhookDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookAttempt" (
    "id" TEXT NOT NULL,
    "deliveryId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "status" INTEGER,
    "error" TEXT,
    "latencyMs" INTEGER NOT NULL,
    "response" TEXT,

    CONSTRAINT "WebhookAttempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UsageCounter" (
    "tenantId" TEXT NOT NULL,
    "apiKeyId" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "UsageCounter_pkey" PRIMARY KEY ("apiKeyId","mode","month","metric")
);

-- CreateIndex
CREATE INDEX "WebhookEndpoint_tenantId_mode_createdAt_id_idx" ON "WebhookEndpoint"("tenantId", "mode", "createdAt", "id");

-- CreateIndex
CREATE INDEX "WebhookEvent_tenantId_mode_createdAt_id_idx" ON "WebhookEvent"("tenantId", "mode", "createdAt", "id");

-- CreateIndex
CREATE INDEX "WebhookEvent_requestId_idx" ON "WebhookEvent"("requestId");

-- CreateIndex
CREATE INDEX "WebhookEvent_createdAt_idx" ON "WebhookEvent"("createdAt");

-- CreateIndex
CREATE INDEX "WebhookDelivery_endpointId_createdAt_id_idx" ON "WebhookDelivery"("endpointId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "WebhookDelivery_endpointId_state_createdAt_id_idx" ON "WebhookDelivery"("endpointId", "state", "createdAt", "id");

-- CreateIndex
CREATE INDEX "WebhookDelivery_eventId_idx" ON "WebhookDelivery"("eventId");

-- CreateIndex
CREATE INDEX "WebhookDelivery_state_nextAttemptAt_idx" ON "WebhookDelivery"("state", "nextAttemptAt");

-- CreateIndex
CREATE UNIQUE INDEX "WebhookAttempt_deliveryId_number_key" ON "WebhookAttempt"("deliveryId", "number");

-- CreateIndex
CREATE INDEX "UsageCounter_tenantId_mode_month_idx" ON "UsageCounter"("tenantId", "mode", "month");

-- CreateIndex
CREATE INDEX "Document_sha256_idx" ON "Document"("sha256");

-- CreateIndex
CREATE INDEX "Document_purgedAt_expiresAt_idx" ON "Document"("purgedAt", "expiresAt");

-- CreateIndex
CREATE INDEX "Revision_parts_idx" ON "Revision" USING GIN ("parts");

-- CreateIndex
CREATE INDEX "SignatureRequest_evidenceBlob_idx" ON "SignatureRequest"("evidenceBlob");

-- CreateIndex
CREATE INDEX "SignatureRequest_auditBlob_idx" ON "SignatureRequest"("auditBlob");

-- AddForeignKey
ALTER TABLE "WebhookEndpoint" ADD CONSTRAINT "WebhookEndpoint_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WebhookDelivery" ADD CONSTRAINT "WebhookDelivery_endpointId_fkey" FOREIGN KEY ("endpointId") REFERENCES "WebhookEndpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WebhookDelivery" ADD CONSTRAINT "WebhookDelivery_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "WebhookEvent"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WebhookAttempt" ADD CONSTRAINT "WebhookAttempt_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "WebhookDelivery"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AlterTable
ALTER TABLE "Tenant" ADD COLUMN     "requestsPerMinute" INTEGER;

-- CreateIndex
CREATE INDEX "SignatureRequest_tenantId_mode_status_createdAt_id_idx" ON "SignatureRequest"("tenantId", "mode", "status", "createdAt", "id");

-- CreateIndex
CREATE INDEX "SignatureRequest_clockOffset_idx" ON "SignatureRequest"("clockOffset");

-- Every request of the API writes here; to lose the windows in a crash of the database does no harm.
ALTER TABLE "RateWindow" SET UNLOGGED;
