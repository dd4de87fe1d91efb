-- A simple signature is made with the seal: its act has no key of the signer.
ALTER TABLE "Activation" ALTER COLUMN "credentialId" DROP NOT NULL;
