#!/bin/bash
# restore.sh FOLDER: brings the dump to life in the new cluster: run as Postgres's user.
set -euo pipefail
umask 077
work=/volumes/postgres/$1
jobs=$(nproc)
"/usr/lib/postgresql/$PG_MAJOR/bin/pg_restore" --host /run/postgresql --username postgres --dbname synapse --role synapse --no-owner --no-privileges \
  --jobs "$((jobs > 4 ? 4 : jobs))" --exit-on-error "$work/dump"
du --summarize --block-size=1 "$work/dump" | cut -f 1
rm -rf "$work/dump"
