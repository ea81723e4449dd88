#!/bin/sh
# Puts one configuration in place and has Synapse's own parser judge it, before any running service is touched.
# The manifest beside it says what there is to do, a line each:
#   service NAME DIGEST OWNER DATA TRUST    files under /in/NAME go to /cfg/NAME/DIGEST, for OWNER alone; DATA is its data's folder
#   handover FOLDER OWNER                   what one service writes there, another reads: OWNER is the one's user and the other's group
#   host FOLDER OWNER                       a folder of the engine's machine, which becomes OWNER's while it is empty and root's
# Ends with 3 where the data is a server's of another name, or of another major version of Postgres, and with 4 where the settings are
# refused. Anything else but 0 is no verdict: it did not come to one, and another run may.
set -eu
manifest=/in/installer/manifest

# Secrets are among what was uploaded: none of it stays in this container, however it ends, and meanwhile no parser reads it.
trap 'rm -rf /in' EXIT
trap 'exit 143' TERM INT
chmod 0700 /in

# for_each COMMAND: with the rest of each service's line as its arguments.
for_each() {
  while read -r kind name digest owner data trust <&3; do
    [ "$kind" != service ] || "$1" "$name" "$digest" "$owner" "$data" "$trust"
  done 3< "$manifest"
}

# as OWNER COMMAND...
as() {
  user=${1%:*} group=${1#*:}
  shift
  setpriv --reuid "$user" --regid "$group" --clear-groups "$@"
}

# own FOLDER OWNER: a fresh volume belongs to root, and one that another user had to that one; its service must be able to write.
# The folder itself comes last: until then it says that there is more to do.
own() {
  [ "$(stat -c %u:%g "$1")" = "$2" ] || chown -hR "$2" "$1"
}

# place NAME DIGEST OWNER DATA TRUST
place() {
  folder="/cfg/$1/$2"
  own "/cfg/$1" "$3"
  chmod 0700 "/cfg/$1"
  rm -rf "/cfg/$1/.new"
  [ ! -e "$folder" ] || return 0
  cp -r "/in/$1" "/cfg/$1/.new"
  [ "$5" != authorities ] ||
    cat /etc/ssl/certs/ca-certificates.crt /in/installer/trusted-authorities.pem > "/cfg/$1/.new/authorities.pem"
  find "/cfg/$1/.new" -type f -exec chmod 0400 {} +
  find "/cfg/$1/.new" -type d -exec chmod 0500 {} +
  chown -R "$3" "/cfg/$1/.new"
  mv "/cfg/$1/.new" "$folder"
}

# settle NAME DIGEST OWNER DATA TRUST: all that makes the folders a service's own.
settle() {
  own "$4" "$3"
  chmod 0700 "$4"
  place "$@"
}

# sign NAME DIGEST OWNER DATA TRUST: says in the volume whose data it is. The file makes it a volume in use as well: an empty one
# would get its image's owner and mode again when the service first starts.
sign() {
  as "$3" sh -c "$(cat /in/installer/key-ids.sh)" sh "$4" "$(cat /in/installer/key-id)"
}

# prune NAME DIGEST OWNER DATA TRUST: keeps this configuration and the one the service runs on now.
prune() {
  in_use=$(cat "$4/configuration-in-use" 2> /dev/null || true)
  for folder in "/cfg/$1"/*; do
    case "${folder##*/}" in "$2" | "$in_use") ;; *) rm -rf "$folder" ;; esac
  done
}

# keep_name DATA: the server name is in every account, room and message. A server with another one would be another server with
# this one's data, and Synapse refuses to start as that.
keep_name() {
  name=$(cat /in/synapse/server-name)
  before=$(cat "$1/server-name" 2> /dev/null || true)
  [ -n "$before" ] && [ "$before" != "$name" ] || return 0
  echo "This server is $before, and its data is that server's for good: it cannot become $name."
  echo "Write $before as chatkeep:serverName again, or bring up $name as a stack of its own."
  exit 3
}

# keep_postgres NAME DIGEST OWNER DATA TRUST: no Postgres opens the files of another major version. This is before any container is
# replaced.
keep_postgres() {
  [ "$1" = postgres ] || return 0
  wanted=$(cat /in/postgres/postgres-version)
  there=$(as "$3" cat "$4/cluster/PG_VERSION" 2> /dev/null || echo "$wanted")
  [ "$there" != "$wanted" ] || return 0
  echo "The database is of Postgres $there, and the settings say $wanted: no version opens the files of another."
  echo "Write chatkeep:postgresVersion: $there again. Only this changes the version, together with the data:"
  cat /in/postgres/upgrade-command
  exit 3
}

# judge OWNER: the parser of the very Synapse that will run reads what it will be started with, and what bounds its pictures finds
# all that it changes.
judge() {
  as "$1" python pictures.py --check --config-path homeserver.yaml --config-path secret.yaml
}

# accept NAME DIGEST OWNER DATA TRUST: the parser makes the media folder, so Synapse's volume must be Synapse's before. What is
# refused does not stay.
accept() {
  [ -e "/cfg/$1/$2" ] && fresh=no || fresh=yes
  settle "$@"
  cd "/cfg/$1/$2"
  judge "$3" || {
    ended=$?
    cd /
    [ "$fresh" = no ] || rm -rf "/cfg/$1/$2"
    # A parser that a signal ended has judged nothing.
    [ "$ended" -ge 128 ] && exit "$ended" || exit 4
  }
  cd /
  [ -e "$4/server-name" ] || as "$3" sh -c 'rm -f "$1"; cat > "$1"' sh "$4/server-name" < /in/synapse/server-name
}

# accept_synapse NAME ...: Synapse comes before all others, which nothing may touch where it is refused.
accept_synapse() {
  [ "$1" != synapse ] || { keep_name "$4"; accept "$@"; }
}

# take FOLDER OWNER: what has something in it, or is another user's, is left as it is: the service says if it cannot write there.
take() {
  [ "$(stat -c %u "$1")" = 0 ] && [ -z "$(ls -A "$1")" ] || return 0
  chown "$2" "$1"
  chmod 0700 "$1"
}

for_each keep_postgres
for_each accept_synapse
for_each settle
for_each sign
for_each prune
# What is written there gets the folder's group; root may not set that, the owner may.
while read -r kind folder owner _; do
  [ "$kind" != host ] || take "$folder" "$owner"
  [ "$kind" != handover ] || { own "$folder" "$owner"; as "$owner" chmod 2750 "$folder"; }
done < "$manifest"
