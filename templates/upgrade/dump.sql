-- This session holds the snapshot that is dumped, and then counts what is in it: a server that still serves writes on meanwhile.
\set ON_ERROR_STOP on
SET lock_timeout = '30s';
SET statement_timeout = 0;
SET idle_in_transaction_session_timeout = 0;

BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT pg_export_snapshot() AS snapshot \gset
\setenv SNAPSHOT :snapshot
\set dumped `bash ./pg-dump.sh`
\if :dumped
\warn dumped
\set digest_key `cat digest-key`
\i manifest.sql
\i schema.sql
\endif
COMMIT;
