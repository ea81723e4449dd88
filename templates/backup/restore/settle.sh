#!/bin/bash
# settle.sh KEY-ID SERVER-NAME: makes what was filled the stack's data: run as root. Each volume says last of all whose it is; one that does
# not is taken by no server.
set -euo pipefail
umask 077
volume=/volumes/postgres
work=$volume/filling
export PATH=/usr/lib/postgresql/$PG_MAJOR/bin:$PATH

as() { setpriv --reuid "$1" --regid "$1" --clear-groups "${@:2}"; }

as 999 pg_ctl -D "$work/cluster" -m fast -w -t 600 stop > /dev/null
as 999 initdb --sync-only --pgdata "$work/cluster" 2> /dev/null > /dev/null
as 999 mv "$work/cluster" "$volume/cluster"
rm -rf "$work"
as 991 sh -euc 'printf "%s" "$1" > /volumes/synapse/server-name' sh "$2"
sync
for owned in postgres:999 synapse:991 proxy:10443; do
  folder=/volumes/${owned%:*} owner=${owned#*:}
  [ -d "$folder" ] || continue
  as "$owner" sh -c "$(cat key-ids.sh)" sh "$folder" "$1"
  rm "$folder/.filling"
done
