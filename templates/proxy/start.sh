#!/bin/sh
# Starts Caddy from the folder that holds this file; the container's working directory is that folder.
set -eu
# Written only if it changed: on a full volume, nothing can be written.
configuration=$(basename "$PWD")
[ "$(cat /data/configuration-in-use 2> /dev/null)" = "$configuration" ] || echo "$configuration" > /data/configuration-in-use
export XDG_DATA_HOME=/data XDG_CONFIG_HOME=/config HOME=/tmp
export SSL_CERT_FILE="$PWD/authorities.pem"
# Runs beside Caddy, which replaces this shell. With a TURN server or backups, it copies for them what they need.
if [ -e hand-over.sh ]; then sh ./hand-over.sh & fi
exec caddy run --config Caddyfile --adapter caddyfile
