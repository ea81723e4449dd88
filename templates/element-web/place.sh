#!/bin/sh
# Copies Element Web out of its image into the configuration volume, for the proxy to serve.
# Arguments: where its files are in the image, and where they go.
set -eu
from=$1
to=$2
place=$(dirname "$to")

mkdir -p "$place"
[ ! -e "$to" ] || exit 0
# The newest one there is what the proxy serves until it is replaced; older ones go.
for old in $(ls -t "$place" | tail -n +2); do rm -rf "${place:?}/$old"; done
rm -rf "$place/.new"
cp -r "$from" "$place/.new"
# Its settings are the proxy's; the image's own would lead to another server.
rm -f "$place/.new/config.json"
chmod -R u=rwX,go=rX "$place/.new"
mv "$place/.new" "$to"
