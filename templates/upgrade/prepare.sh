#!/bin/bash
# prepare.sh FOLDER BYTES: makes an empty cluster in a folder of the volume and runs Postgres on it, for itself alone: on a socket in this
# container's memory. Run as Postgres's user. What the folder held from before is removed.
set -euo pipefail
umask 077
volume=/volumes/postgres
work=$volume/$1 needed=$2
export PATH=/usr/lib/postgresql/$PG_MAJOR/bin:$PATH

rm -rf "$work"
free=$(($(stat -f -c '%a * %S' "$volume")))
[ "$free" -gt "$needed" ] || {
  echo "There is no room for a second cluster: $((free / 1048576)) MiB are free, and $((needed / 1048576)) MiB are needed for a while." >&2
  exit 28
}
mkdir "$work"
# What the running Postgres's container needs: it has this volume too.
cp dump.sh dump.sql pg-dump.sh manifest.sql schema.sql digest-key "$work"

. ./alone.sh
. ./cluster.sh
settings_alone "$work" 1GB 128MB
make_cluster "$work/cluster" unsynced
start_alone "$work"
