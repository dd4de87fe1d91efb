-- AlterTable
ALTER TABLE "ApiKey" ADD COLUMN     "successorId" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_successorId_key" ON "ApiKey"("successorId");

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_successorId_fkey" FOREIGN KEY ("successorId") REFERENCES "ApiKey"("id") ON DELETE SET NULL ON UPDATE CASCADE;
