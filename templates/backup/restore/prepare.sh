#!/bin/bash
# prepare.sh [ASIDE]: makes the volumes ready for what comes: run as root. A volume that holds anything is refused, but for what a fill
# that was killed left; with a name, all that is there is moved into a folder of that name within its volume.
set -euo pipefail

# Each volume as its own service: root would follow a link that the service put there.
for volume in postgres:999 synapse:991 proxy:10443; do
  folder=/volumes/${volume%:*} owner=${volume#*:}
  [ -d "$folder" ] || continue
  chown "$owner:$owner" "$folder"
  chmod 0700 "$folder"
  setpriv --reuid "$owner" --regid "$owner" --clear-groups bash -s "$folder" "${1:-}" < prepare-volume.sh
done
