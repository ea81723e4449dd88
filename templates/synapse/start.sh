#!/bin/sh
# Starts Synapse from the folder that holds this file; the container's working directory is that folder.
set -eu
# Written only when it is another: on a full volume nothing can be written, and messages need no room here.
configuration=$(basename "$PWD")
[ "$(cat /data/configuration-in-use 2> /dev/null)" = "$configuration" ] || echo "$configuration" > /data/configuration-in-use

# Large uploads wait on the volume, not in memory. What a killed upload left is of no use to anyone.
mkdir -p /data/uploading
rm -rf /data/uploading/*
export TMPDIR=/data/uploading
export SSL_CERT_FILE="$PWD/authorities.pem"
for allocator in /usr/lib/*/libjemalloc.so.2; do
  [ -e "$allocator" ] && export LD_PRELOAD="$allocator"
done
# Synapse itself, with bounds on the memory that pictures take.
exec python pictures.py --config-path homeserver.yaml --config-path secret.yaml
