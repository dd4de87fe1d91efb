-- AlterTable
ALTER TABLE "IdempotencyRecord" ADD COLUMN     "result" TEXT;
