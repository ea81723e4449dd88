#!/bin/sh
# What a new master key does to the repository, which has a key of its own behind each password (restic manual, "Manage repository keys").
#   add        the password on standard input opens it too
#   retire     the password from before opens it no more; 4 where the target lets nothing be deleted
#   earlier    prints the id of the key from before, while that opens it
set -eu
umask 077
note=/var/lib/postgresql/data/earlier-repository-key
next=/tmp/next-password
restic() { timeout --kill-after=10 330 sh ./restic.sh "$@"; }
current() { restic key list --json | jq -r '.[] | select(.current) | .id'; }

add() {
  trap 'rm -f "$next"' EXIT
  cat > "$next"
  ! restic --password-file "$next" cat config > /dev/null 2>&1 || return 0
  status=0
  restic cat config > /dev/null || status=$?
  [ "$status" != 10 ] || return 0 # there is no repository yet
  [ "$status" = 0 ] || return "$status"
  current > "$note"
  restic key add --retry-lock 5m --new-password-file "$next" > /dev/null
}

retire() {
  [ -e "$note" ] || return 0
  now=$(current)
  [ -n "$now" ] && [ "$now" != "$(cat "$note")" ] || return 0
  [ "$(jq -r .appendOnly facts.json)" != true ] || return 4
  restic key remove --retry-lock 5m "$(cat "$note")" > /dev/null
  rm "$note"
}

case $1 in
  add) add ;;
  retire) retire ;;
  earlier) cat "$note" 2> /dev/null || true ;;
esac
