-- The space of a person: links by mail, sessions, and the log of what they did there. A signer is found by an HMAC of their mail address.
ALTER TABLE "Signer" ADD COLUMN "holder" TEXT;
CREATE INDEX "Signer_holder_createdAt_idx" ON "Signer"("holder", "createdAt");
-- Signers of before, whose address the sweep reads once.
CREATE INDEX "Signer_without_holder_idx" ON "Signer"("id") WHERE ("holder" IS NULL AND "profileKey" IS NOT NULL);

ALTER TABLE "Credential" ADD COLUMN "revocationReason" INTEGER;

CREATE TABLE "Space" (
    "id" TEXT NOT NULL,
    "mode" "Mode" NOT NULL,
    "account" TEXT NOT NULL,
    "holder" TEXT,
    "former" JSONB NOT NULL DEFAULT '[]',
    "settings" BYTEA,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "erasedAt" TIMESTAMPTZ(3),
    "headMac" TEXT,
    "mac" TEXT,
    CONSTRAINT "Space_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Space_mode_account_holder_key" ON "Space"("mode", "account", "holder");

CREATE TABLE "SpaceLink" (
    "id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "mode" "Mode" NOT NULL,
    "holder" TEXT NOT NULL,
    "account" TEXT,
    "letter" BYTEA,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "mac" TEXT,
    CONSTRAINT "SpaceLink_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "SpaceLink_hash_key" ON "SpaceLink"("hash");
CREATE INDEX "SpaceLink_expiresAt_idx" ON "SpaceLink"("expiresAt");

CREATE TABLE "SpaceSession" (
    "id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "spaceId" TEXT NOT NULL,
    "device" "DeviceKind" NOT NULL,
    "place" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "provenBy" TEXT,
    "pending" BYTEA,
    "mac" TEXT,
    CONSTRAINT "SpaceSession_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "SpaceSession_hash_key" ON "SpaceSession"("hash");
CREATE INDEX "SpaceSession_spaceId_idx" ON "SpaceSession"("spaceId");
CREATE INDEX "SpaceSession_expiresAt_idx" ON "SpaceSession"("expiresAt");
ALTER TABLE "SpaceSession" ADD CONSTRAINT "SpaceSession_spaceId_fkey" FOREIGN KEY ("spaceId") REFERENCES "Space"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "SpaceEvent" (
    "spaceId" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "session" TEXT,
    "type" TEXT NOT NULL,
    "fact" JSONB NOT NULL,
    "previousHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "mac" TEXT NOT NULL,
    CONSTRAINT "SpaceEvent_pkey" PRIMARY KEY ("spaceId","sequence")
);
ALTER TABLE "SpaceEvent" ADD CONSTRAINT "SpaceEvent_spaceId_fkey" FOREIGN KEY ("spaceId") REFERENCES "Space"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
