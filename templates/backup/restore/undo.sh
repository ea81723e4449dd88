#!/bin/bash
# undo.sh ASIDE: removes what came in and puts back what was moved aside: run as root, where a restore in place did not succeed.
set -euo pipefail
export PATH=/usr/lib/postgresql/$PG_MAJOR/bin:$PATH

# Otherwise, Postgres would still write to what is removed.
if [ -e /volumes/postgres/filling/cluster/postmaster.pid ]; then
  setpriv --reuid 999 --regid 999 --clear-groups pg_ctl -D /volumes/postgres/filling/cluster -m immediate -w stop > /dev/null || true
fi
for folder in /volumes/*; do
  [ -d "$folder/$1" ] || continue
  # Where moving did not come to its end, nothing came in, and what is there was there before.
  [ -e "$folder/.moving" ] || find "$folder" -mindepth 1 -maxdepth 1 ! -name lost+found ! -name .chatkeep ! -name lock \
    ! -name 'set-aside-*' -exec rm -rf {} +
  find "$folder/$1" -mindepth 1 -maxdepth 1 -exec mv -t "$folder" {} +
  rmdir "$folder/$1"
  rm -f "$folder/.filling" "$folder/.moving"
done
