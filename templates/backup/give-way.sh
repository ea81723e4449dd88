#!/bin/bash
# While the database is read: where a change of a table's structure waits for it, reading ends. Whatever wants that table waits
# behind such a change, and with it all chat (PostgreSQL manual, 13.3.1). Twice in a row: a moment's wait is none.
set -u
. ./common.sh
seen=0
while sleep 5 9>&-; do
  found=$(limited 30 psql -qAtX <<'SQL'
SELECT 1 FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock' AND EXISTS (
  SELECT FROM pg_stat_activity WHERE usename = current_user AND pid = ANY (pg_blocking_pids(pg_locks.pid))) LIMIT 1;
SQL
  ) 2> /dev/null || continue
  if [ -n "$found" ]; then seen=$((seen + 1)); else seen=0; fi
  [ "$seen" -ge 2 ] || continue
  touch "$WORK/gave-way"
  limited 30 psql -qAtX <<< "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid();" > /dev/null 2>&1
  exit
done
