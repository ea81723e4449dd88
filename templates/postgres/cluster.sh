# How a cluster is made. Read by start.sh, and by whoever prepares a cluster for throwaway stacks.

# single_user CLUSTER DATABASE STATEMENTS [OPTIONS of postgres...]: one a line. They go in by standard input, so they are in no process's
# arguments; the first that fails is the last. A session is a start of Postgres, so all are given to one.
single_user() {
  cluster=$1 database=$2 statements=$3
  shift 3
  printf '%s\n' "$statements" | postgres --single -D "$cluster" -c config_file=/dev/null -c log_min_messages=fatal \
    -c log_min_error_statement=panic -c exit_on_error=on "$@" "$database" > /dev/null
}

# make_cluster FOLDER [unsynced]: an empty database for Synapse, and the role it signs in as. FOLDER is there once it is whole. One that is
# filled before it is written to the disk as a whole may be unsynced until then.
make_cluster() {
  rm -rf "$1.new"
  initdb --pgdata "$1.new" --username postgres --encoding UTF8 --locale C --data-checksums \
    --auth-local peer --auth-host scram-sha-256 ${2:+--no-sync} > /dev/null
  single_user "$1.new" postgres "CREATE ROLE synapse LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE DATABASE synapse OWNER synapse ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0;" ${2:+-c fsync=off}
  mv "$1.new" "$1"
}

# copy_cluster FROM FOLDER: a prepared cluster in place of a new one.
copy_cluster() {
  rm -rf "$2.new"
  cp -a "$1" "$2.new"
  mv "$2.new" "$2"
}
