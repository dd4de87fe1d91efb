-- HMACs under the server share, of each event and of the last one, and who asked. Events of before get their MACs when a process starts.
ALTER TABLE "Event" ADD COLUMN "caller" TEXT, ADD COLUMN "mac" TEXT;
ALTER TABLE "SignatureRequest" ADD COLUMN "headMac" TEXT;
