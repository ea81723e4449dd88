#!/bin/bash
# tables.sh SNAPSHOT ROOM: reads out of an archive's dump, without a server, what it says of uploaded files, and prints as COPY does what a
# room's events say of them: run as root. With an empty ROOM there are no events.
set -euo pipefail
umask 077
snapshot=$1 room=$2
work=/tmp/files
rm -rf "$work"
mkdir "$work"

tables=(-t local_media_repository -t local_media_repository_thumbnails)
[ -z "$room" ] || tables+=(-t event_json)

# The dump goes by as it is: nothing of it is kept but these rows. Who is in a room is in it as it is here: COPY writes no letter of a
# room's id otherwise.
timeout 12h setpriv --reuid 991 --regid 991 --clear-groups bash ./restic.sh --no-lock dump "$snapshot" database.dump \
  | pg_restore --data-only -n public "${tables[@]}" -f - \
  | ROOM=$room WORK=$work awk -F '\t' '
    /^COPY public\./ { table = $0; sub(/^COPY public\./, "", table); sub(/ .*/, "", table); print > (ENVIRON["WORK"] "/" table); next }
    $0 == "\\." { table = ""; next }
    table == "" { next }
    table == "event_json" { if ($2 == ENVIRON["ROOM"] && /mxc:|m\.room\.encryption|m\.room\.redaction/) print > (ENVIRON["WORK"] "/events"); next }
    { print > (ENVIRON["WORK"] "/" table) }' || {
  # pg_restore reads no further than its last table, and restic is ended by the broken pipe then (signal 13).
  ended=("${PIPESTATUS[@]}")
  [ "${ended[*]}" = "141 0 0" ]
}
cat "$work/events" 2> /dev/null || true
