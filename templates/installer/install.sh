#!/bin/sh
# Puts one configuration in place and has Synapse's own parser judge it, before any running service is touched.
# Arguments: digest and owner of the files of synapse, postgres and proxy, and of turn where there is one.
set -eu

# place SERVICE DIGEST OWNER: files under /in/SERVICE go to /cfg/SERVICE/DIGEST, readable by their service alone.
place() {
  folder="/cfg/$1/$2"
  mkdir -p "/cfg/$1"
  chown "$3" "/cfg/$1"
  chmod 0700 "/cfg/$1"
  rm -rf "/cfg/$1/.new"
  if [ ! -e "$folder" ]; then
    cp -r "/in/$1" "/cfg/$1/.new"
    case "$1" in synapse | proxy) cat /etc/ssl/certs/ca-certificates.crt /in/installer/trusted-authorities.pem > "/cfg/$1/.new/authorities.pem" ;; esac
    find "/cfg/$1/.new" -type f -exec chmod 0400 {} +
    find "/cfg/$1/.new" -type d -exec chmod 0500 {} +
    chown -R "$3" "/cfg/$1/.new"
    mv "/cfg/$1/.new" "$folder"
  fi
}

# own FOLDER OWNER: a fresh volume belongs to root; its service must be able to write. The file makes it a volume in use:
# an empty one would get its image's owner and mode again when the service first starts.
own() {
  touch "$1/.chatkeep"
  chown "$2" "$1"
  chmod 0700 "$1"
}

# as OWNER COMMAND...
as() {
  owner=$1
  shift
  setpriv --reuid "${owner%:*}" --regid "${owner#*:}" --clear-groups "$@"
}

# sign FOLDER OWNER: says in the volume whose data it is.
sign() {
  as "$2" sh -c "$(cat /in/installer/key-ids.sh)" sh "$1" "$(cat /in/installer/key-id)"
}

# prune SERVICE DIGEST FOLDER: keeps this configuration and the one the service runs on now.
prune() {
  in_use=$(cat "$3/configuration-in-use" 2> /dev/null || true)
  for folder in "/cfg/$1"/*; do
    case "${folder##*/}" in "$2" | "$in_use") ;; *) rm -rf "$folder" ;; esac
  done
}

# judge DIGEST OWNER: the parser of the very Synapse that will run reads what it will be started with, and what bounds its pictures
# finds all that it changes.
judge() {
  cd "/cfg/synapse/$1"
  as "$2" python -m synapse.config --config-path homeserver.yaml --config-path secret.yaml &&
    as "$2" python pictures.py --check
}

# keep_name: the server name is in every account, room and message. A server with another one would be another server with this
# one's data, and Synapse refuses to start as that. What the configuration in use says holds where nothing was written down yet.
keep_name() {
  name=$(cat /in/synapse/server-name)
  in_use=$(cat /data/configuration-in-use 2> /dev/null || true)
  before=$(cat /data/server-name 2> /dev/null || cat "/cfg/synapse/$in_use/server-name" 2> /dev/null || true)
  if [ -n "$before" ] && [ "$before" != "$name" ]; then
    echo "This server is $before, and its data is that server's for good: it cannot become $name."
    echo "Write $before as chatkeep:serverName again, or bring up $name as a stack of its own."
    exit 3
  fi
}

keep_name
# The parser makes the media folder, so Synapse's volume must be Synapse's before.
own /data "$2"
[ ! -e "/cfg/synapse/$1" ] && fresh=yes || fresh=no
place synapse "$1" "$2"
judge "$1" "$2" || { cd /; [ "$fresh" = no ] || rm -rf "/cfg/synapse/$1"; exit 1; }
cd /
[ -e /data/server-name ] || cp /in/synapse/server-name /data/server-name
own /volumes/postgres "$4"
own /volumes/proxy "$6"
sign /data "$2"
sign /volumes/postgres "$4"
sign /volumes/proxy "$6"
place postgres "$3" "$4"
place proxy "$5" "$6"
prune synapse "$1" /data
prune postgres "$3" /volumes/postgres
prune proxy "$5" /volumes/proxy
if [ -n "${7:-}" ]; then
  own /volumes/turn "$8"
  sign /volumes/turn "$8"
  place turn "$7" "$8"
  prune turn "$7" /volumes/turn
fi
