-- Time-stamps over the signatures of an activation, so that a job that is repeated does not ask for them again.
ALTER TABLE "Activation" ADD COLUMN "stamps" JSONB;
