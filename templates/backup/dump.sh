#!/bin/bash
# Dumps the snapshot that database.sql holds. Without compression: restic compresses, and finds again what it has already.
# One-time keys stay out: handed out again after a restore, they make messages that cannot be read (element-meta issue 2155).
# Through a pipe: restic 0.18 waits without end for a command that it started itself and no longer reads from, such as on a full disk.
# Of a dump that failed a part is stored then, without a manifest: that is an unfinished archive.
set -uo pipefail
. ./common.sh
limited 6h pg_dump --format=custom --compress=0 --snapshot="$SNAPSHOT" --lock-wait-timeout=30s \
  --exclude-table-data=public.e2e_one_time_keys_json 2> "$WORK/dump-complaint" \
  | restic backup --json --quiet --retry-lock 5m --host "$STACK" --tag "stack=$STACK" --tag "archive=$ARCHIVE" --tag part=database \
    --stdin --stdin-filename database.dump > "$WORK/database.json"
ended=("${PIPESTATUS[@]}")
# Where restic ends first, pg_dump is ended by the broken pipe (signal 13); in each other case what it says is the cause.
[ "${ended[0]}" -eq 0 ] || [ "${ended[0]}" -eq 141 ] || mv "$WORK/dump-complaint" "$WORK/complaint"
[ "${ended[0]}" -eq 0 ] && [ "${ended[1]}" -eq 0 ] || { rm -f "$WORK/database.json"; exit 1; }
