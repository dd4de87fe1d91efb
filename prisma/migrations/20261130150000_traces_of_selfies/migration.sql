-- CreateTable
CREATE TABLE "SelfieTrace" (
    "id" TEXT NOT NULL,
    "mode" "Mode" NOT NULL,
    "trace" BYTEA NOT NULL,
    "madeAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SelfieTrace_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "SelfieTrace_mode_madeAt_id_idx" ON "SelfieTrace"("mode", "madeAt" DESC, "id");

-- CreateIndex
CREATE INDEX "SelfieTrace_madeAt_idx" ON "SelfieTrace"("madeAt");
