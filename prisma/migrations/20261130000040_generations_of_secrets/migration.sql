-- Since when the newest generation of each secret has sealed everything; links that are stored sealed, because they are random now; and keys
-- that every rotation leaves as they are. Links and keys of before are derived from the secrets until a rotation or the next start.
ALTER TABLE "Installation" ADD COLUMN "masterKeySince" TIMESTAMPTZ(3), ADD COLUMN "serverShareSince" TIMESTAMPTZ(3);
ALTER TABLE "SignatureRequest" ADD COLUMN "statusToken" BYTEA;
ALTER TABLE "Signer" ADD COLUMN "linkToken" BYTEA;

CREATE TABLE "KeptKey" (
    "id" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "KeptKey_pkey" PRIMARY KEY ("id")
);
