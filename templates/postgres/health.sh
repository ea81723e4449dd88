#!/bin/sh
# Postgres is healthy when it answers a query on Synapse's database.
[ -e /tmp/healthy ] && sleep 20
rm -f /tmp/healthy
psql --no-psqlrc --quiet --tuples-only --host /run/postgresql --username postgres --dbname synapse --command 'SELECT 1' > /dev/null
touch /tmp/healthy
