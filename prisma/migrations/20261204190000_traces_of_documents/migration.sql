-- Films of documents are known again, too. What was kept so far are traces of selfies.
ALTER TABLE "SelfieTrace" RENAME TO "FilmTrace";
ALTER TABLE "FilmTrace" RENAME CONSTRAINT "SelfieTrace_pkey" TO "FilmTrace_pkey";
ALTER INDEX "SelfieTrace_madeAt_idx" RENAME TO "FilmTrace_madeAt_idx";

-- AlterTable
ALTER TABLE "FilmTrace" ADD COLUMN "stage" "CaptureStage" NOT NULL DEFAULT 'selfie';
ALTER TABLE "FilmTrace" ALTER COLUMN "stage" DROP DEFAULT;

-- CreateIndex
DROP INDEX "SelfieTrace_mode_madeAt_id_idx";
CREATE INDEX "FilmTrace_mode_stage_madeAt_id_idx" ON "FilmTrace"("mode", "stage", "madeAt" DESC, "id");
