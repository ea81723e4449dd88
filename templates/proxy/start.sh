#!/bin/sh
# Starts Caddy from the folder that holds this file; the container's working directory is that folder.
set -eu
basename "$PWD" > /data/configuration-in-use
export XDG_DATA_HOME=/data XDG_CONFIG_HOME=/config HOME=/tmp
export SSL_CERT_FILE="$PWD/authorities.pem"
exec caddy run --config Caddyfile --adapter caddyfile
