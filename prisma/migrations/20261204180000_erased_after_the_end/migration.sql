-- Whoever has themselves erased while a request waits for them is erased in it once it has ended.
ALTER TABLE "Signer" ADD COLUMN "erasureAskedAt" TIMESTAMPTZ(3);
CREATE INDEX "Signer_erasureAskedAt_idx" ON "Signer"("erasureAskedAt") WHERE ("erasureAskedAt" IS NOT NULL);

-- The text by which a certificate is asked for has a name, and goes with the last person whose name it is.
CREATE INDEX "Event_certificate_requested_idx" ON "Event"("signerId") WHERE ("type" = 'certificate_requested');
