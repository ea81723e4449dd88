#!/bin/sh
# Starts Postgres on its volume, and makes the cluster first where there is none.
# The container's working directory is the folder that holds this file.
set -eu
umask 077
volume=/var/lib/postgresql/data
export PATH="/usr/lib/postgresql/$PG_MAJOR/bin:$PATH"
. ./cluster.sh
. ./room.sh

# No Postgres opens the files of another major version. Nothing is touched.
there=$(cat "$volume/cluster/PG_VERSION" 2> /dev/null || echo "$PG_MAJOR")
if [ "$there" != "$PG_MAJOR" ]; then
  echo "The database in this volume is of Postgres $there, and this is Postgres $PG_MAJOR, which does not start on it." >&2
  echo "Write chatkeep:postgresVersion: $there again. Only this changes the version, together with the data: $(cat upgrade-command)" >&2
  exit 1
fi

# Two servers on one volume would both start: each is process 1 in its container, so the other's lock looks stale.
exec 9> "$volume/lock"
flock --nonblock 9 || { echo "Another Postgres is running on this volume. This one does not start." >&2; exit 1; }

# Without room it would fail in the middle of recovery, again and again: it waits here instead, and the health check says so.
trap 'exit 1' INT TERM
need_room "$volume" 32 >&2 || until need_room "$volume" 32 > /dev/null; do sleep 1; done

# A throwaway stack's image holds a cluster that its Synapse has migrated already.
if [ ! -e "$volume/cluster" ]; then
  if [ -e /prepared/cluster ]; then copy_cluster /prepared/cluster "$volume/cluster"; else make_cluster "$volume/cluster"; fi
fi

# roles: the statements that give the roles their passwords, one a line.
roles() {
  printf "ALTER ROLE synapse PASSWORD '%s';\n" "$(cat password)"
  [ ! -e backup-role.sh ] || . ./backup-role.sh
}

# They are set whenever the configuration is a new one; the marker is written once that is done.
in_use=$(cat "$volume/configuration-in-use" 2> /dev/null || true)
if [ "$in_use" != "$(basename "$PWD")" ]; then
  statements=$(roles)
  single_user "$volume/cluster" postgres "$statements"
  basename "$PWD" > "$volume/configuration-in-use"
fi

# Started on the cluster alone, past this script and its lock, Postgres reads this and refuses.
guard="include 'started-by-chatkeep-alone-because-a-second-one-would-destroy-the-data'"
[ "$(cat "$volume/cluster/postgresql.conf")" = "$guard" ] || echo "$guard" > "$volume/cluster/postgresql.conf"
exec postgres -D "$volume/cluster" -c config_file="$PWD/postgresql.conf" -c hba_file="$PWD/pg_hba.conf" \
  -c ident_file="$PWD/pg_ident.conf"
