# How a cluster is made. Read by start.sh, and by whoever prepares a cluster for throwaway stacks.

# single_user CLUSTER DATABASE STATEMENT: the statement goes in by standard input, so it is in no process's arguments.
single_user() {
  printf '%s\n' "$3" | postgres --single -D "$1" -c config_file=/dev/null -c log_min_messages=fatal \
    -c log_min_error_statement=panic -c exit_on_error=on "$2" > /dev/null
}

# make_cluster FOLDER: an empty database for Synapse, and the role it signs in as. FOLDER is there once it is whole.
make_cluster() {
  rm -rf "$1.new"
  initdb --pgdata "$1.new" --username postgres --encoding UTF8 --locale C --data-checksums \
    --auth-local peer --auth-host scram-sha-256 > /dev/null
  single_user "$1.new" postgres 'CREATE ROLE synapse LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;'
  single_user "$1.new" postgres "CREATE DATABASE synapse OWNER synapse ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0;"
  mv "$1.new" "$1"
}

# copy_cluster FROM FOLDER: a prepared cluster in place of a new one.
copy_cluster() {
  rm -rf "$2.new"
  cp -a "$1" "$2.new"
  mv "$2.new" "$2"
}
