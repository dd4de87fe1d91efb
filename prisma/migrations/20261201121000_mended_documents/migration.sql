-- What was done to an upload, and what it does not allow; and the digest of the upload where a copy of it is signed.
ALTER TABLE "Document" ADD COLUMN "remarks" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN "uploadedSha256" TEXT;
