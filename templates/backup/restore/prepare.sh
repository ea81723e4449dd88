#!/bin/bash
# Makes the volumes ready to be filled: run as root. A volume that holds anything is refused, but for what a fill that was killed left.
set -euo pipefail

# empty FOLDER: whether nothing but marks of this script is there.
empty() {
  [ -e "$1/.filling" ] || [ -z "$(ls -A "$1" | grep -v -x lost+found)" ]
}

for volume in postgres:999 synapse:991 proxy:10443; do
  folder=/volumes/${volume%:*} owner=${volume#*:}
  empty "$folder" || { echo "The volume ${volume%:*} is not empty." >&2; exit 3; }
  find "$folder" -mindepth 1 -delete
  : > "$folder/.filling"
  chown "$owner:$owner" "$folder" "$folder/.filling"
  chmod 0700 "$folder"
done
