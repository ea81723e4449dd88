-- The database's part of an archive: this session holds a snapshot open while what is in it is counted and dumped.
\set ON_ERROR_STOP on
-- Who waits for a change of the tables' structure makes others wait behind it.
SET lock_timeout = '30s';
SET statement_timeout = '2h';
SET idle_in_transaction_session_timeout = 0;

BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT pg_export_snapshot() AS snapshot, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at \gset
SELECT json_build_object('at', :'at');
\set digest_key `cat "$WORK/digest-key"`
\ir manifest.sql

-- Files that members uploaded: without previews of pages, and without uploads that were announced and did not come.
\o :media
COPY (SELECT media_id FROM public.local_media_repository WHERE url_cache IS NULL AND media_length IS NOT NULL) TO STDOUT;
\o

\setenv SNAPSHOT :snapshot
\! exec bash ./dump.sh
COMMIT;
