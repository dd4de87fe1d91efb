-- Camera frames become blobs. Those that lie in rows keep their table under another name until the next start has moved them.
ALTER TABLE "Frame" RENAME TO "FrameInRow";
ALTER TABLE "FrameInRow" RENAME CONSTRAINT "Frame_pkey" TO "FrameInRow_pkey";
ALTER TABLE "FrameInRow" RENAME CONSTRAINT "Frame_verificationId_fkey" TO "FrameInRow_verificationId_fkey";
ALTER INDEX "Frame_verificationId_nonce_seq_key" RENAME TO "FrameInRow_verificationId_nonce_seq_key";
ALTER INDEX "Frame_verificationId_stage_idx" RENAME TO "FrameInRow_verificationId_stage_idx";

-- CreateTable
CREATE TABLE "Frame" (
    "id" TEXT NOT NULL,
    "verificationId" TEXT NOT NULL,
    "stage" "CaptureStage" NOT NULL,
    "nonce" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "capturedAt" DOUBLE PRECISION NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "sha256" TEXT NOT NULL,
    "blob" TEXT NOT NULL,
    "offset" INTEGER NOT NULL,
    "size" INTEGER NOT NULL,

    CONSTRAINT "Frame_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Frame_verificationId_stage_idx" ON "Frame"("verificationId", "stage");

-- CreateIndex
CREATE UNIQUE INDEX "Frame_verificationId_nonce_seq_key" ON "Frame"("verificationId", "nonce", "seq");

-- AddForeignKey
ALTER TABLE "Frame" ADD CONSTRAINT "Frame_verificationId_fkey" FOREIGN KEY ("verificationId") REFERENCES "Verification"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- CreateTable
CREATE TABLE "DocumentPicture" (
    "verificationId" TEXT NOT NULL,
    "side" "CaptureStage" NOT NULL,
    "blob" TEXT NOT NULL,

    CONSTRAINT "DocumentPicture_pkey" PRIMARY KEY ("verificationId","side")
);

-- AddForeignKey
ALTER TABLE "DocumentPicture" ADD CONSTRAINT "DocumentPicture_verificationId_fkey" FOREIGN KEY ("verificationId") REFERENCES "Verification"("id") ON DELETE CASCADE ON UPDATE CASCADE;
