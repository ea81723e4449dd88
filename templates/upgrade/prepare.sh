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

# Nothing that is half-way needs to last: it is written to the disk as a whole before it is used.
cat > "$work/postgresql.conf" <<END
listen_addresses = ''
unix_socket_directories = '/run/postgresql'
hba_file = '$work/pg_hba.conf'
fsync = off
full_page_writes = off
synchronous_commit = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = '1GB'
checkpoint_timeout = '1h'
autovacuum = off
shared_buffers = '128MB'
maintenance_work_mem = '128MB'
jit = off
log_min_messages = fatal
END
echo 'local all all trust' > "$work/pg_hba.conf"
. ./cluster.sh
make_cluster "$work/cluster"
pg_ctl -D "$work/cluster" -w -t 120 -l "$work/log" -o "-c config_file=$work/postgresql.conf" start > /dev/null || { cat "$work/log" >&2; exit 1; }
