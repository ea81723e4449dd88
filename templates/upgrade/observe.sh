#!/bin/bash
# observe.sh: says what the new cluster holds, as JSON objects, one a line, and has Postgres learn how its values are distributed, which
# no dump holds and each query plan depends on. Run as Postgres's user.
set -euo pipefail

ask() {
  "/usr/lib/postgresql/$PG_MAJOR/bin/psql" --host /run/postgresql --username postgres --dbname synapse -qAtX -v ON_ERROR_STOP=1 "$@"
}

ask -c 'ANALYZE' & analyzing=$!
ask -f - <<'END'
\set digest_key `cat digest-key`
\i manifest.sql
\i schema.sql
END
wait "$analyzing"
