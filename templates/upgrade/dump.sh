#!/bin/bash
# Runs in the container of the Postgres that serves: dumps its database beside this file, says `dumped` on standard error, then prints
# what the dump holds, as JSON objects, one a line.
set -euo pipefail
umask 077
cd "$(dirname "$0")"
rm -rf dump
export PGAPPNAME=chatkeep-upgrade
psql --host /run/postgresql --username postgres --dbname synapse -qAtX -f dump.sql
