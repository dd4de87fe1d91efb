-- The next migrations make relations of what was only a name. No row that the product wrote points at nothing, but nothing kept people with SQL
-- from deleting what rows point at, such as a key. A database that has the relations already has no such row, and no "Message".
DO $$ BEGIN
IF to_regclass('"Message"') IS NULL THEN RETURN; END IF;

DELETE FROM "UsageCounter" u WHERE NOT EXISTS (SELECT FROM "Tenant" t WHERE t."id" = u."tenantId");
DELETE FROM "WebhookEvent" e WHERE NOT EXISTS (SELECT FROM "Tenant" t WHERE t."id" = e."tenantId")
    OR ("requestId" IS NOT NULL AND NOT EXISTS (SELECT FROM "SignatureRequest" r WHERE r."id" = e."requestId"));
DELETE FROM "Message" m WHERE NOT EXISTS (SELECT FROM "Tenant" t WHERE t."id" = m."tenantId")
    OR ("requestId" IS NOT NULL AND NOT EXISTS (SELECT FROM "SignatureRequest" r WHERE r."id" = m."requestId"))
    OR ("signerId" IS NOT NULL AND NOT EXISTS (SELECT FROM "Signer" s WHERE s."id" = m."signerId"));

-- What was counted for a key stays: the key comes back, revoked, and with a hash that no secret has.
INSERT INTO "ApiKey" ("id", "tenantId", "mode", "name", "last4", "hash", "revokedAt")
    SELECT DISTINCT ON ("apiKeyId") "apiKeyId", "tenantId", "mode", 'Deleted', '----', 'none ' || "apiKeyId", now()
    FROM (
        SELECT "apiKeyId", "tenantId", "mode" FROM "UsageCounter"
        UNION ALL
        SELECT "apiKeyId", "tenantId", "mode" FROM "SignatureRequest" WHERE "apiKeyId" IS NOT NULL
    ) named
    WHERE NOT EXISTS (SELECT FROM "ApiKey" k WHERE k."id" = "apiKeyId");

-- The evidence says who signed; this only points there.
UPDATE "Revision" r SET "signerId" = NULL WHERE NOT EXISTS (SELECT FROM "Signer" s WHERE s."id" = r."signerId");
-- Nobody signs any more with a key whose signer is gone. Signatures that were made with it are in their documents.
DELETE FROM "Activation" a WHERE NOT EXISTS (SELECT FROM "Credential" c JOIN "Signer" s ON s."id" = c."signerId" WHERE c."id" = a."credentialId");
DELETE FROM "Credential" c WHERE NOT EXISTS (SELECT FROM "Signer" s WHERE s."id" = c."signerId");
END $$;
