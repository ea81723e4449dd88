#!/usr/bin/env bash
# Creates the cluster named by POSTGRES_USER, POSTGRES_DB and POSTGRES_PASSWORD(_FILE) when the volume is empty, then runs the server.
# Of the official entry point it leaves out POSTGRES_HOST_AUTH_METHOD, POSTGRES_INITDB_WALDIR and compressed init scripts.
set -euo pipefail

user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}

as_postgres() {
  mkdir -p "$PGDATA"
  chmod 0700 "$PGDATA"
  find "$PGDATA" /var/run/postgresql \! -user postgres -exec chown postgres {} +
  exec gosu postgres "$BASH_SOURCE" "$@"
}

read_password() {
  if [ -n "${POSTGRES_PASSWORD_FILE:-}" ]; then
    cat "$POSTGRES_PASSWORD_FILE"
  elif [ -n "${POSTGRES_PASSWORD:-}" ]; then
    printf '%s\n' "$POSTGRES_PASSWORD"
  else
    echo "docker-entrypoint.sh: the database is empty and has no password. Set POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE." >&2
    return 1
  fi
}

run_scripts() {
  local script
  for script in /docker-entrypoint-initdb.d/*; do
    case "$script" in
      *.sh) if [ -x "$script" ]; then "$script"; else . "$script"; fi ;;
      *.sql) psql -v ON_ERROR_STOP=1 --no-psqlrc -U "$user" -d "$database" -f "$script" ;;
    esac
  done
}

create_cluster() {
  local password options
  password=$(read_password)
  read -ra options <<< "${POSTGRES_INITDB_ARGS:-}"
  initdb --username="$user" --pwfile=<(printf '%s\n' "$password") "${options[@]}"
  printf '\nhost all all all scram-sha-256\n' >> "$PGDATA/pg_hba.conf"
  pg_ctl -D "$PGDATA" -o "-c listen_addresses='' -p 5432" -w start
  if [ "$database" != postgres ]; then
    psql -v ON_ERROR_STOP=1 --no-psqlrc -U "$user" -d postgres -v name="$database" <<< 'CREATE DATABASE :"name";'
  fi
  PGUSER=$user PGDATABASE=$database run_scripts
  pg_ctl -D "$PGDATA" -m fast -w stop
}

case "${1:-postgres}" in -*) set -- postgres "$@" ;; esac
if [ "${1:-postgres}" = postgres ]; then
  if [ "$(id -u)" = 0 ]; then as_postgres "$@"; fi
  if [ ! -s "$PGDATA/PG_VERSION" ]; then create_cluster; fi
fi
exec "$@"
