#!/bin/bash
# Makes a restored database one that Synapse may start on: run as root.
set -euo pipefail
setpriv --reuid 999 --regid 999 --clear-groups \
  /usr/lib/postgresql/17/bin/psql --host /run/postgresql --username postgres --dbname synapse -qAtX -v ON_ERROR_STOP=1 \
  -f - < advance.sql > /dev/null
