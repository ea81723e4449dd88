#!/bin/sh
# Copies Element Web out of its image into the configuration volume, for the proxy to serve.
# Arguments: where its files are in the image, and where they go.
set -eu
from=$1
to=$2
place=$(dirname "$to")

# compress FOLDER: what is text lies beside itself in a third of its size. The proxy would need a mebibyte for each reader to do so.
compress() {
  find "$1" -type f \( -name '*.js' -o -name '*.css' -o -name '*.html' -o -name '*.json' -o -name '*.svg' -o -name '*.wasm' \) \
    -exec gzip -k {} +
}

mkdir -p "$place"
if [ -e "$to" ]; then
  [ -e "$to/index.html.gz" ] || compress "$to"
  exit 0
fi
# The newest one there is what the proxy serves until it is replaced; older ones go.
for old in $(ls -t "$place" | tail -n +2); do rm -rf "${place:?}/$old"; done
rm -rf "$place/.new"
cp -r "$from" "$place/.new"
# Its settings are the proxy's; the image's own would lead to another server.
rm -f "$place/.new/config.json"
compress "$place/.new"
chmod -R u=rwX,go=rX "$place/.new"
mv "$place/.new" "$to"
