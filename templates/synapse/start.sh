#!/bin/sh
# Starts Synapse from the folder that holds this file; the container's working directory is that folder.
set -eu
printf '%s\n' "$(basename "$PWD")" > /data/configuration-in-use

# Large uploads wait on the volume, not in memory. What a killed upload left is of no use to anyone.
rm -rf /data/uploading
mkdir -p /data/uploading
export TMPDIR=/data/uploading
export SSL_CERT_FILE="$PWD/authorities.pem"
for allocator in /usr/lib/*/libjemalloc.so.2; do
  [ -e "$allocator" ] && export LD_PRELOAD="$allocator"
done
exec python -m synapse.app.homeserver --config-path homeserver.yaml --config-path secret.yaml
