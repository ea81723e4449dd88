#!/bin/bash
# Says as JSON, one object a line, what came back in the database: run as Postgres's user. The file digest-key keys the digests of rows.
set -euo pipefail

ask() {
  "/usr/lib/postgresql/$PG_MAJOR/bin/psql" --host /run/postgresql --username postgres --dbname synapse -qAtX -v ON_ERROR_STOP=1 "$@"
}

# No dump holds how values are distributed, and each query plan depends on it.
ask -c ANALYZE & analyzing=$!
ask -f - <<'END'
\set digest_key `cat digest-key`
\i manifest.sql
\i observed.sql
END
wait "$analyzing"
