-- The role qsignhub_app, as which the product runs once its tables are there: it may add evidence, and neither change nor remove any.
--
-- Run this as the owner of the tables, after the product was started once as the owner, and again after each upgrade:
--   psql "$OWNER_URL" -v ON_ERROR_STOP=1 -f prisma/restricted-role.sql
-- The role itself is made once: CREATE ROLE qsignhub_app LOGIN PASSWORD '...'; and, if the owner is no superuser, GRANT qsignhub_app TO owner;
BEGIN;

GRANT USAGE ON SCHEMA public TO qsignhub_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO qsignhub_app;
REVOKE UPDATE, DELETE ON "Event", "EvidenceStamp", "SpaceEvent" FROM qsignhub_app;
REVOKE INSERT, UPDATE, DELETE ON "_prisma_migrations" FROM qsignhub_app;

-- The queue makes and drops partitions of its own tables while it runs, which only an owner may.
DO $$
DECLARE
  thing record;
BEGIN
  FOR thing IN
    SELECT format('ALTER SCHEMA %I OWNER TO qsignhub_app', nspname) AS statement FROM pg_namespace WHERE nspname = 'pgboss'
    UNION ALL
    SELECT format('ALTER TABLE %s OWNER TO qsignhub_app', oid::regclass) FROM pg_class
      WHERE relnamespace = to_regnamespace('pgboss') AND relkind IN ('r', 'p', 'v', 'm')
    UNION ALL
    SELECT format('ALTER TYPE %s OWNER TO qsignhub_app', oid::regtype) FROM pg_type
      WHERE typnamespace = to_regnamespace('pgboss') AND typtype = 'e'
    UNION ALL
    SELECT format('ALTER FUNCTION %s OWNER TO qsignhub_app', oid::regprocedure) FROM pg_proc
      WHERE pronamespace = to_regnamespace('pgboss')
  LOOP
    EXECUTE thing.statement;
  END LOOP;
END
$$;

COMMIT;
