#!/bin/bash
# files.sh SNAPSHOT: brings back the media and what the proxy keeps: run as root, since restic runs as Synapse's user.
set -euo pipefail
umask 077
snapshot=$1

# A disk that nothing can be written to is read without a lock.
lock=
[ ! -d /repository ] || [ -w /repository ] || lock=--no-lock

restore() {
  timeout 24h setpriv --reuid 991 --regid 991 --clear-groups bash ./restic.sh $lock restore "$snapshot:$1" --target "$2" > /dev/null
}

# holds FOLDER: whether the archive has it.
folders=$(setpriv --reuid 991 --regid 991 --clear-groups bash ./restic.sh $lock ls "$snapshot" /)
holds() { grep -q -x -F "$1" <<< "$folders"; }

# bring_control: what the proxy keeps is small, and comes while the media do.
bring_control() {
  install -d -o 991 -g 991 -m 0700 /tmp/control
  restore /control /tmp/control
  cp -r /tmp/control/. /volumes/proxy/
  rm -rf /tmp/control
  chown -hR 10443:10443 /volumes/proxy
}

controlling=
if holds /control && [ -d /volumes/proxy ]; then bring_control & controlling=$!; fi
if holds /synapse; then restore /synapse /volumes/synapse; fi
[ -z "$controlling" ] || wait "$controlling"
