-- How people reach an organisation and to whom we write; what signers and requesters write to each other.
CREATE TABLE "TenantContact" (
    "id" TEXT NOT NULL,
    "email" TEXT,
    "phone" TEXT,
    "hours" TEXT,
    "conversation" BOOLEAN NOT NULL,
    "notify" BYTEA,
    "notices" TEXT[],
    "mac" TEXT,

    CONSTRAINT "TenantContact_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Conversation" (
    "signerId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "last" INTEGER NOT NULL,
    "signerRead" INTEGER NOT NULL DEFAULT 0,
    "requesterRead" INTEGER NOT NULL DEFAULT 0,
    "signerSeenAt" TIMESTAMPTZ(3),
    "requesterSeenAt" TIMESTAMPTZ(3),
    "signerMailAt" TIMESTAMPTZ(3),
    "requesterMailAt" TIMESTAMPTZ(3),
    "signerMailedTo" INTEGER NOT NULL DEFAULT 0,
    "requesterMailedTo" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Conversation_pkey" PRIMARY KEY ("signerId")
);
CREATE INDEX "Conversation_signerMailAt_idx" ON "Conversation"("signerMailAt");
CREATE INDEX "Conversation_requesterMailAt_idx" ON "Conversation"("requesterMailAt");

CREATE TABLE "ConversationEntry" (
    "id" TEXT NOT NULL,
    "signerId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "by" "Actor" NOT NULL,
    "text" BYTEA,
    "fields" TEXT[],
    "sentAs" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "mac" TEXT,

    CONSTRAINT "ConversationEntry_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "ConversationEntry_signerId_number_key" ON "ConversationEntry"("signerId", "number");
CREATE UNIQUE INDEX "ConversationEntry_signerId_by_sentAs_key" ON "ConversationEntry"("signerId", "by", "sentAs");

ALTER TABLE "TenantContact" ADD CONSTRAINT "TenantContact_id_fkey" FOREIGN KEY ("id") REFERENCES "Tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "Conversation" ADD CONSTRAINT "Conversation_signerId_fkey" FOREIGN KEY ("signerId") REFERENCES "Signer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "ConversationEntry" ADD CONSTRAINT "ConversationEntry_signerId_fkey" FOREIGN KEY ("signerId") REFERENCES "Signer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
