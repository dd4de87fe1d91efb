-- AlterTable
ALTER TABLE "Activation" ADD COLUMN     "challenge" JSONB;

-- Codes that are on their way stay good.
UPDATE "Activation" SET "challenge" = jsonb_build_object('mac', "codeMac") WHERE "codeMac" IS NOT NULL;

ALTER TABLE "Activation" DROP COLUMN "codeMac";

-- AlterTable
ALTER TABLE "Credential" ADD COLUMN     "provider" TEXT,
ADD COLUMN     "reference" JSONB;

-- All keys so far lie in the built-in vault. PostgreSQL breaks base64 into lines.
UPDATE "Credential" SET "provider" = 'embedded', "reference" = "wrapped" || jsonb_build_object('csr', translate(encode("csr", 'base64'), E'\n', ''));

ALTER TABLE "Credential" ALTER COLUMN "provider" SET NOT NULL,
ALTER COLUMN "reference" SET NOT NULL,
DROP COLUMN "csr",
DROP COLUMN "wrapped";
