CREATE TYPE "ActivationState" AS ENUM ('open', 'void', 'authorised', 'sealed');

ALTER TABLE "Activation" ALTER COLUMN "state" TYPE "ActivationState" USING "state"::"ActivationState";

ALTER TABLE "Activation" ADD CONSTRAINT "Activation_credentialId_fkey" FOREIGN KEY ("credentialId") REFERENCES "Credential"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
