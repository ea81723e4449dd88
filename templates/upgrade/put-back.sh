#!/bin/bash
# put-back.sh MAJOR KEPT FOLDER...: the cluster of that version takes its place again, from the first of the folders that holds it; the one
# that is there goes into the folder KEPT, or is removed where that is empty. What was done before is not done again. Run as Postgres's
# user, with Postgres stopped.
set -euo pipefail
umask 077
cd /volumes/postgres
wanted=$1 kept=$2
shift 2
major() { cat "$1/PG_VERSION" 2> /dev/null || echo none; }

flock --nonblock lock true || { echo "Postgres still runs on its volume." >&2; exit 3; }
if [ "$(major cluster)" = "$wanted" ]; then
  # Nothing was switched, or it is switched back already.
  rm -rf upgrading
  exit
fi
for folder in "$@"; do
  [ "$(major "$folder/cluster")" = "$wanted" ] || continue
  mv --exchange --no-target-directory "$folder/cluster" cluster
  if [ -z "$kept" ]; then rm -rf "$folder"; elif [ "$folder" != "$kept" ]; then mv --no-target-directory "$folder" "$kept"; fi
  sync -f .
  exit
done
echo "None of the folders $* holds a cluster of Postgres $wanted." >&2
exit 1
