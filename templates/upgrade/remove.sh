#!/bin/bash
# remove.sh FOLDER...: removes folders that an upgrade made: run as Postgres's user.
set -euo pipefail
cd /volumes/postgres
for folder in "$@"; do
  case $folder in
    */*) exit 2 ;;
    upgrading | rehearsing | set-aside-postgres-*) ;;
    *) exit 2 ;;
  esac
  # Otherwise, Postgres would still write to what is removed: here alone, since a process is known within its container only.
  if [ -e "$folder/cluster/postmaster.pid" ] && [ -S /run/postgresql/.s.PGSQL.5432 ]; then
    "/usr/lib/postgresql/$PG_MAJOR/bin/pg_ctl" -D "$folder/cluster" -m immediate -w stop > /dev/null || true
  fi
  # What was writing to it may need a moment to end.
  rm -rf "$folder" || { sleep 2; rm -rf "$folder"; }
done
