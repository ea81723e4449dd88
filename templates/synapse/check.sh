#!/bin/sh
# Synapse is healthy when it answers from its database: an alias nobody has is 404 with the database, 500 without.
# Without room on its volume messages go on, and uploads fail.
. ./room.sh
answer=$(curl --silent --show-error --max-time 5 --output /dev/null --write-out '%{http_code}' \
  "http://127.0.0.1:8008/_matrix/client/v3/directory/room/%23health:$(cat server-name)")
[ "$answer" = 404 ] || { echo "Synapse answered $answer where 404 is right: it does not reach its database."; exit 1; }
need_room /data 32
