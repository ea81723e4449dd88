#!/bin/bash
# files.sh SNAPSHOT: brings back the media and what the proxy keeps: run as root, since restic runs as Synapse's user. Each start of restic
# takes half a second for its key, so one brings all; what the archive does not have is nothing to it. It gives way to the database, which
# takes longer and is compared while files still come.
set -euo pipefail
umask 077
snapshot=$1

wanted=(--include /synapse)
[ ! -d /volumes/proxy ] || wanted+=(--include /control)
. ./reading.sh
renice -n 10 $$ > /dev/null
reading restore "$snapshot" --target /volumes "${wanted[@]}" > /dev/null

# What the proxy keeps comes into memory first: it is another user's.
[ -d /volumes/proxy ] || exit 0
cp -r /volumes/control/. /volumes/proxy/
chown -hR 10443:10443 /volumes/proxy
find /volumes/control -mindepth 1 -delete
