#!/bin/bash
# database.sh SNAPSHOT BYTES: brings the dump of an archive to life in a new cluster: run as root, since restic and Postgres are two
# users. Postgres runs on afterwards, for itself alone: it listens on a socket in memory, and is not yet where `start.sh` looks for it.
set -euo pipefail
umask 077
snapshot=$1 bytes=$2
volume=/volumes/postgres
work=$volume/filling
export PATH=/usr/lib/postgresql/$PG_MAJOR/bin:$PATH

as() { setpriv --reuid "$1" --regid "$1" --clear-groups "${@:2}"; }

free=$(($(stat -f -c '%a * %S' "$volume")))
[ "$free" -gt $((bytes * 4)) ] || {
  echo "There is no room for the database: $((free / 1048576)) MiB are free, and $((bytes * 4 / 1048576)) MiB are needed for a while." >&2
  exit 28
}

rm -rf "$work"
as 999 mkdir "$work"
as 999 sh -euc '. ./alone.sh; settings_alone "$1" 4GB 256MB' sh "$work"

. ./reading.sh
trap 'kill $(jobs -p) 2> /dev/null || true' EXIT
reading dump "$snapshot" database.dump > "$work/database.dump" & dumping=$!
as 999 sh -euc '. ./cluster.sh; make_cluster "$1" unsynced' sh "$work/cluster"
# Two servers on one volume would destroy it: the lock is held as long as this one runs.
as 999 flock --nonblock "$volume/lock" sh -euc '. ./alone.sh; start_alone "$1"' sh "$work"
wait "$dumping"
chown 999:999 "$work/database.dump"

# What belongs to the audit is made again by the next one, and its roles are not there yet.
as 999 pg_restore --host /run/postgresql --username postgres --dbname synapse --role synapse --no-owner --no-privileges \
  --exclude-schema chatkeep_audit --jobs "$(nproc)" --exit-on-error "$work/database.dump"
rm "$work/database.dump"
