#!/bin/bash
# prepare.sh [ASIDE]: makes the volumes ready for what comes: run as root. A volume that holds anything is refused, but for what a fill
# that was killed left; with a name, all that is there is moved into a folder of that name within its volume.
set -euo pipefail
umask 077
aside=${1:-}

# held FOLDER: what is there, but for the marks of whose it is, the lock, and what was moved aside before.
held() {
  find "$1" -mindepth 1 -maxdepth 1 ! -name lost+found ! -name .chatkeep ! -name lock ! -name '.moving' ! -name 'set-aside-*' "${@:2}"
}

# move_aside FOLDER OWNER: a run that was killed here is gone on with under the name that it had.
move_aside() {
  [ -e "$1/.moving" ] || echo "$aside" > "$1/.moving"
  local to
  to=$1/$(cat "$1/.moving")
  mkdir -p "$to"
  chown "$2:$2" "$to"
  held "$1" -exec mv -t "$to" {} +
}

for volume in postgres:999 synapse:991 proxy:10443; do
  folder=/volumes/${volume%:*} owner=${volume#*:}
  [ -d "$folder" ] || continue
  if [ -e "$folder/lock" ]; then
    flock --nonblock "$folder/lock" true || { echo "Postgres still runs on its volume." >&2; exit 3; }
  fi
  if [ -e "$folder/.filling" ]; then held "$folder" ! -name .filling -exec rm -rf {} +
  elif [ -n "$aside" ]; then move_aside "$folder" "$owner"
  elif [ -n "$(held "$folder")" ] || [ -e "$folder/.chatkeep" ]; then
    echo "The volume ${volume%:*} is not empty." >&2
    exit 3
  fi
  : > "$folder/.filling"
  rm -f "$folder/.moving"
  chown "$owner:$owner" "$folder" "$folder/.filling"
  chmod 0700 "$folder"
done
