-- AlterTable
ALTER TABLE "Tenant" ADD COLUMN     "mac" TEXT;

-- AlterTable
ALTER TABLE "Verification" ADD COLUMN     "mac" TEXT;

-- AlterTable
ALTER TABLE "Person" ADD COLUMN     "mac" TEXT;

-- AlterTable
ALTER TABLE "Activation" ADD COLUMN     "mac" TEXT;

-- AlterTable
ALTER TABLE "WebhookEndpoint" ADD COLUMN     "mac" TEXT;

-- AlterTable
ALTER TABLE "WebhookEvent" ADD COLUMN     "mac" TEXT;
