#!/bin/bash
# advance.sh DROP: makes a restored database one that Synapse may start on, and drops deletions that were under way where DROP is true:
# run as root. Standard input names the members who left since, one a line.
set -euo pipefail
{
  echo "\\set drop_deletions $1"
  echo 'CREATE TEMPORARY TABLE left_since (name text); COPY left_since FROM STDIN;'
  sed 's/\\/\\\\/g'
  echo '\.'
  cat advance.sql
} | setpriv --reuid 999 --regid 999 --clear-groups \
  "/usr/lib/postgresql/$PG_MAJOR/bin/psql" --host /run/postgresql --username postgres --dbname synapse -qAtX -v ON_ERROR_STOP=1 \
  -f - > /dev/null
