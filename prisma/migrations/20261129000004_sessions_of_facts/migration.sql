-- The session of the signer who did it. Events of before have none.
ALTER TABLE "Event" ADD COLUMN "session" TEXT;
