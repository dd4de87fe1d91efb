CREATE TABLE "Person" (
    "id" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "mode" "Mode" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- Whoever has a key is a person from their first key on; the id need only be unique.
INSERT INTO "Person" ("id", "holder", "mode", "createdAt")
    SELECT 'per_' || replace(gen_random_uuid()::text, '-', ''), "holder", "mode", min("createdAt") FROM "Credential" GROUP BY "holder", "mode";

CREATE UNIQUE INDEX "Person_holder_mode_key" ON "Person"("holder", "mode");

ALTER TABLE "Credential" ADD COLUMN "personId" TEXT;
UPDATE "Credential" c SET "personId" = p."id" FROM "Person" p WHERE p."holder" = c."holder" AND p."mode" = c."mode";
ALTER TABLE "Credential" ALTER COLUMN "personId" SET NOT NULL;

DROP INDEX "Credential_holder_mode_idx";
ALTER TABLE "Credential" DROP COLUMN "holder";

-- The checks of a signer who has a key; where there are keys of two people, those of the first.
ALTER TABLE "Verification" ADD COLUMN "personId" TEXT;
UPDATE "Verification" v SET "personId" = c."personId"
    FROM (SELECT DISTINCT ON ("signerId") "signerId", "personId" FROM "Credential" ORDER BY "signerId", "createdAt") c
    WHERE c."signerId" = v."signerId";

ALTER TABLE "Credential" ADD CONSTRAINT "Credential_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "Verification" ADD CONSTRAINT "Verification_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE INDEX "Credential_personId_idx" ON "Credential"("personId");
CREATE INDEX "Verification_personId_idx" ON "Verification"("personId");
