-- AlterTable
ALTER TABLE "ApiKey" ADD COLUMN     "mac" TEXT;

-- AlterTable
ALTER TABLE "ConsoleSession" ADD COLUMN     "mac" TEXT;

-- AlterTable
ALTER TABLE "Credential" ADD COLUMN     "mac" TEXT;

-- AlterTable
ALTER TABLE "Document" ADD COLUMN     "mac" TEXT;

-- AlterTable
ALTER TABLE "Field" ADD COLUMN     "mac" TEXT;

-- AlterTable
ALTER TABLE "Handover" ADD COLUMN     "mac" TEXT;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "mac" TEXT;

-- AlterTable
ALTER TABLE "SignatureRequest" ADD COLUMN     "mac" TEXT;

-- AlterTable
ALTER TABLE "Signer" ADD COLUMN     "mac" TEXT;

-- AlterTable
ALTER TABLE "IdempotencyRecord" ADD COLUMN     "mac" TEXT;

-- AlterTable
ALTER TABLE "OutboxMessage" ADD COLUMN     "mac" TEXT;
