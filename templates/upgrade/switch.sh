#!/bin/bash
# switch.sh ASIDE: the new cluster takes the place of the one that was served, which goes into the folder ASIDE with the note on standard
# input. Run as Postgres's user, with the Postgres that served stopped. The two change places in one step: there is no moment without one.
set -euo pipefail
umask 077
cd /volumes/postgres
export PATH=/usr/lib/postgresql/$PG_MAJOR/bin:$PATH

flock --nonblock lock true || { echo "Postgres still runs on its volume." >&2; exit 3; }
pg_ctl -D upgrading/cluster -m fast -w -t 600 stop > /dev/null
initdb --sync-only --pgdata upgrading/cluster > /dev/null 2>&1
find upgrading -mindepth 1 -maxdepth 1 ! -name cluster -exec rm -rf {} +
cat > upgrading/upgraded
sync -f .
mv --exchange --no-target-directory upgrading/cluster cluster
mv --no-target-directory upgrading "$1"
sync -f .
