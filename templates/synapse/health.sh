#!/bin/sh
cd "$(dirname "$0")" || exit 1
. ./room.sh

# Synapse is healthy when it answers from its database: an alias nobody has is 404 with the database, 500 without.
# Without room on its volume messages go on, and uploads fail.
[ -e /tmp/healthy ] && sleep 20
rm -f /tmp/healthy
answer=$(curl --silent --show-error --max-time 5 --output /dev/null --write-out '%{http_code}' \
  "http://127.0.0.1:8008/_matrix/client/v3/directory/room/%23health:$(cat server-name)")
[ "$answer" = 404 ] || { echo "Synapse answered $answer where 404 is right: it does not reach its database."; exit 1; }
need_room /data 32 || exit 1
touch /tmp/healthy
