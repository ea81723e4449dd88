-- What a database holds: JSON objects, one a line, which together are one (`jq --slurp 'reduce .[] as $each ({}; . * $each)'`).
-- A backup runs it in the snapshot that it dumps, a restore on what came back, on the same Postgres or on another version: psql -qAtX.
-- It needs the variable digest_key, letters and digits. It only reads, and makes nothing.

-- The text of a row must not depend on whose session it is (PostgreSQL manual, 20.11.2).
SET datestyle = 'ISO, YMD';
SET intervalstyle = 'postgres';
SET timezone = 'UTC';
SET extra_float_digits = 1;
SET bytea_output = 'hex';
SET xmlbinary = 'base64';
SET lc_monetary = 'C';
SET search_path = '';

SELECT json_build_object(
  'postgres', current_setting('server_version_num')::int,
  'collation', datcollate,
  'encoding', pg_catalog.pg_encoding_to_char(encoding))
FROM pg_catalog.pg_database WHERE datname = current_database();

-- Sequences belong to no snapshot: these values come before the dump, which therefore holds the same or greater ones.
SELECT json_build_object('sequences', coalesce(json_object_agg(
  CASE schemaname WHEN 'public' THEN sequencename ELSE schemaname || '.' || sequencename END,
  json_build_object('value', coalesce(last_value, 0), 'isBig', data_type = 'bigint'::regtype)), '{}'))
FROM pg_catalog.pg_sequences;

-- Of each table its number of rows, and the sum of a keyed digest of each: their order, and where they lie, make no difference. A table
-- without rows has the digest 0.
SELECT format(
  $$SELECT json_build_object('tables', json_build_object(%L, json_build_object('rows', count(*), 'digest',
    coalesce(sum(('x' || left(md5(%L || chatkeep_row::text), 16))::bit(64)::bigint), 0)::text))) FROM ONLY %I.%I AS chatkeep_row$$,
  CASE nspname WHEN 'public' THEN relname ELSE nspname || '.' || relname END, :'digest_key' || relname, nspname, relname)
FROM pg_catalog.pg_class
JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace
WHERE relkind = 'r' AND relpersistence <> 't' AND nspname NOT IN ('pg_catalog', 'information_schema')
ORDER BY nspname, relname
\gexec

-- Synapse's own tables come last: where one is missing, all else is told before that fails.
SELECT json_build_object(
  'schema', (SELECT version FROM public.schema_version),
  'compatibleSchema', (SELECT compat_version FROM public.schema_compat_version),
  'newestEvent', (
    SELECT json_build_object(
      'id', event_id,
      'at', to_char(to_timestamp(received_ts / 1000.0), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'order', stream_ordering)
    FROM public.events ORDER BY stream_ordering DESC LIMIT 1));
