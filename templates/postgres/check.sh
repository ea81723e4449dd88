#!/bin/sh
# Postgres is healthy when it answers a query on Synapse's database and has room for two segments of its log (16 MiB each).
. ./room.sh
need_room /var/lib/postgresql/data 32 || exit
psql --no-psqlrc --quiet --tuples-only --host /run/postgresql --username postgres --dbname synapse --command 'SELECT 1' > /dev/null
