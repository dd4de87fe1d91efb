-- Passkeys: keys on a person's devices that open their space, and what their authenticators are asked to sign.
CREATE TABLE "Passkey" (
    "id" TEXT NOT NULL,
    "spaceId" TEXT NOT NULL,
    "credentialId" TEXT NOT NULL,
    "publicKey" TEXT NOT NULL,
    "backupEligible" BOOLEAN NOT NULL,
    "backedUp" BOOLEAN NOT NULL,
    "counter" BIGINT NOT NULL,
    "provenBy" TEXT,
    "device" "DeviceKind" NOT NULL,
    "place" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "lastUsedAt" TIMESTAMPTZ(3),
    "mac" TEXT,
    CONSTRAINT "Passkey_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Passkey_credentialId_key" ON "Passkey"("credentialId");
CREATE INDEX "Passkey_spaceId_idx" ON "Passkey"("spaceId");
ALTER TABLE "Passkey" ADD CONSTRAINT "Passkey_spaceId_fkey" FOREIGN KEY ("spaceId") REFERENCES "Space"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "PasskeyChallenge" (
    "id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "sessionId" TEXT,
    "origin" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "mac" TEXT,
    CONSTRAINT "PasskeyChallenge_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "PasskeyChallenge_hash_key" ON "PasskeyChallenge"("hash");
CREATE INDEX "PasskeyChallenge_expiresAt_idx" ON "PasskeyChallenge"("expiresAt");
