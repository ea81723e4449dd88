#!/bin/bash
# Dumps the snapshot that database.sql holds. Without compression: restic compresses, and finds again what it has already.
# One-time keys stay out: handed out again after a restore, they make messages that cannot be read (element-meta issue 2155).
set -uo pipefail
. ./common.sh
restic backup --json --quiet --retry-lock 5m --host "$STACK" --tag "stack=$STACK" --tag "archive=$ARCHIVE" --tag part=database \
  --stdin-filename database.dump --stdin-from-command -- \
  timeout --kill-after=10 6h pg_dump --format=custom --compress=0 --snapshot="$SNAPSHOT" --lock-wait-timeout=30s \
  --exclude-table-data=public.e2e_one_time_keys_json > "$WORK/database.json"
