#!/bin/sh
# Starts Postgres on its volume, and makes the cluster first where there is none.
# The container's working directory is the folder that holds this file.
set -eu
umask 077
volume=/var/lib/postgresql/data
export PATH="/usr/lib/postgresql/17/bin:$PATH"

# Two servers on one volume would both start: each is process 1 in its container, so the other's lock looks stale.
exec 9> "$volume/lock"
flock --nonblock 9 || { echo "Another Postgres is running on this volume. This one does not start." >&2; exit 1; }

# single_user CLUSTER DATABASE STATEMENT: the statement goes in by standard input, so it is in no process's arguments.
single_user() {
  printf '%s\n' "$3" | postgres --single -D "$1" -c log_min_messages=fatal -c log_min_error_statement=panic \
    -c exit_on_error=on "$2" > /dev/null
}

if [ ! -e "$volume/cluster" ]; then
  rm -rf "$volume/cluster.new"
  initdb --pgdata "$volume/cluster.new" --username postgres --encoding UTF8 --locale C --data-checksums \
    --auth-local peer --auth-host scram-sha-256 > /dev/null
  single_user "$volume/cluster.new" postgres 'CREATE ROLE synapse LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;'
  single_user "$volume/cluster.new" postgres "CREATE DATABASE synapse OWNER synapse ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0;"
  mv "$volume/cluster.new" "$volume/cluster"
fi

# The role's password is set whenever the configuration is a new one; the marker is written once that is done.
in_use=$(cat "$volume/configuration-in-use" 2> /dev/null || true)
if [ "$in_use" != "$(basename "$PWD")" ]; then
  single_user "$volume/cluster" postgres "ALTER ROLE synapse PASSWORD '$(cat password)';"
  basename "$PWD" > "$volume/configuration-in-use"
fi
exec postgres -D "$volume/cluster" -c config_file="$PWD/postgresql.conf" -c hba_file="$PWD/pg_hba.conf"
