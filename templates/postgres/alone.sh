# How Postgres runs for itself alone while a cluster is filled. Read by what restores an archive and by what upgrades a cluster.

# settings_alone FOLDER MAX_WAL MAINTENANCE_MEMORY: writes them there. It listens on a socket in the memory of its container.
# Nothing that is half-way needs to last: it is written to the disk as a whole before it is used.
settings_alone() {
  cat > "$1/postgresql.conf" <<END
listen_addresses = ''
unix_socket_directories = '/run/postgresql'
hba_file = '$1/pg_hba.conf'
fsync = off
full_page_writes = off
synchronous_commit = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = '$2'
checkpoint_timeout = '1h'
autovacuum = off
shared_buffers = '128MB'
maintenance_work_mem = '$3'
jit = off
log_min_messages = fatal
END
  echo 'local all all trust' > "$1/pg_hba.conf"
}

# start_alone FOLDER: runs it on FOLDER/cluster, and says why where it does not start.
start_alone() {
  pg_ctl -D "$1/cluster" -w -t 120 -l "$1/log" -o "-c config_file=$1/postgresql.conf" start > /dev/null || { cat "$1/log" >&2; exit 1; }
}
