#!/bin/bash
# Dumps the snapshot that dump.sql holds, and says whether that is done: psql before version 16 does not know how a command ended.
# Nothing is left out, one-time keys included: it is the same database afterwards. What belongs to the audit is made again by the next one.
jobs=$(nproc)
if timeout 12h pg_dump --host /run/postgresql --username postgres --dbname synapse --format=directory --file=dump --compress=0 --no-sync \
  --jobs="$((jobs > 4 ? 4 : jobs))" --snapshot="$SNAPSHOT" --lock-wait-timeout=30s --exclude-schema=chatkeep_audit 1>&2; then
  echo true
else
  echo false
fi
