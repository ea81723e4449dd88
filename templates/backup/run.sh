#!/bin/bash
# Makes one archive: the database, then files, then what both are said to hold. Progress goes to standard error, one JSON to standard output.
# The container's working directory is the folder that holds this file.
set -euo pipefail
umask 077
# restic asks with this signal whether the owner of a lock lives, and numbers of processes repeat in containers.
trap '' HUP
. ./common.sh
. ./files.sh

stage=start
began=$(now)
ARCHIVE=$(date -u +%Y-%m-%dT%H-%M-%SZ)-$(head -c 4 /dev/urandom | od -An -tx1 | tr -d ' ')
STACK=$(jq -r .stack facts.json)
export ARCHIVE STACK
# A folder is known by another name in this container.
target=$(cat repository)
[ "$target" != /repository ] || target="the folder of chatkeep:backup"
mine="--json --quiet --retry-lock 5m --host $STACK --tag stack=$STACK --tag archive=$ARCHIVE"

# end OUTCOME REASON: the result says so; what is in the repository already is an unfinished archive.
end() {
  trap - EXIT
  stop_watching
  say "The backup did not succeed ($stage): $2"
  jq -cn --arg outcome "$1" --arg stage "$stage" --arg reason "$2" --arg archive "$ARCHIVE" --arg at "$began" --arg finishedAt "$(now)" \
    '{format: 1, outcome: $outcome, archive: $archive, at: $at, finishedAt: $finishedAt, stage: $stage, reason: $reason}' > /tmp/result
  cat /tmp/result
  leave /tmp/result "$results/backup.json"
  exit 1
}
fail() { end failed "$1"; }
stop_watching() { [ -z "${watching:-}${unlocking:-}" ] || kill ${watching:-} ${unlocking:-} 2> /dev/null || true; }
trap 'fail "$(early)"' EXIT
trap 'end stopped "it was told to end"' TERM INT

# open_repository: makes one where there never was one. Where there was, its disk may not be mounted, and a new one would hide that.
open_repository() {
  stage=repository
  local status=0
  # Each start of restic takes half a second for its key: these two go side by side.
  timeout --kill-after=10 6h bash ./restic.sh unlock > /dev/null 2> "$WORK/unlock-complaint" &
  unlocking=$!
  # A refusal of S3 is tried again for a quarter of an hour; one for want of a bucket ends with the bucket, which restic makes itself.
  # It takes no lock: that of a removal of archives that was killed would refuse it, until it is gone a moment later.
  LIMIT=1m restic --no-lock cat config > "$WORK/config.json" || status=$?
  [ "$status" -ne 124 ] || ! complaint | grep 'bucket does not exist' > /dev/null || status=10
  if [ "$status" -eq 10 ] && [ ! -e "$data/repository-id" ]; then
    say "There is no repository at $target yet: making it."
    kill "$unlocking" 2> /dev/null || true # there is none to be seen, and restic would ask for it on and on
    restic init > /dev/null || fail "the repository could not be made: $(complaint)"
    restic cat config > "$WORK/config.json" || fail "the new repository cannot be opened: $(complaint)"
  elif [ "$status" -eq 10 ]; then
    fail "there is no repository any more at $target: is its disk mounted?"
  elif [ "$status" -eq 12 ]; then
    fail "the repository at $target is another one's: this server's key does not open it"
  elif [ "$status" -ne 0 ]; then
    fail "the repository at $target cannot be opened: $(complaint)"
  fi
  local id
  id=$(jq -r .id "$WORK/config.json")
  [ "$(cat "$data/repository-id" 2> /dev/null || echo "$id")" = "$id" ] || fail "at $target is another repository than before"
  [ -e "$data/repository-id" ] || echo "$id" | keep "$data/repository-id"
  wait "$unlocking" || [ "$status" -eq 10 ] || {
    mv "$WORK/unlock-complaint" "$WORK/complaint"
    fail "locks of ended runs cannot be removed: $(complaint)"
  }
  unlocking=
}

# database: a connection's password is in a file of memory, readable by this user alone.
database() {
  stage=database
  local status=0 before=$SECONDS
  export PGHOST=postgres PGUSER=backup PGDATABASE=synapse PGPASSFILE=/tmp/database-password PGCONNECT_TIMEOUT=30
  printf '*:*:*:*:%s\n' "$(cat database-password)" > "$PGPASSFILE"
  head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n' > "$WORK/digest-key"
  bash ./give-way.sh &
  watching=$!
  limited 8h psql -qAtX -v media="$WORK/media-ids" -f database.sql > "$WORK/observed" 2> "$WORK/psql" || status=$?
  stop_watching
  [ ! -e "$WORK/gave-way" ] || end stopped "a change of the database's structure waited for it, so it gave way"
  [ "$status" -eq 0 ] || fail "the database could not be read: $({ grep -E "FATAL|ERROR" "$WORK/psql" || cat "$WORK/psql"; } | tail -n 1)"
  databaseSnapshot=$(jq -re .snapshot_id "$WORK/database.json") || fail "the dump did not succeed: $(complaint)"
  say "Database: $(jq -r '"\(.total_bytes_processed / 1e6 | ceil) MB read, \(.data_added_packed / 1e6 | ceil) MB added"' "$WORK/database.json") ($((SECONDS - before)) s)"
}

# manifest: what database and files are said to hold. Of the one-time keys the dump has no rows.
manifest() {
  stage=manifest
  jq --slurp 'reduce .[] as $each ({}; . * $each) | .tables.e2e_one_time_keys_json |= {rows: 0, digest: "0"}' \
    "$WORK/observed" > "$WORK/observed.json"
  jq -n --arg archive "$ARCHIVE" --arg finishedAt "$(now)" --arg database "$databaseSnapshot" --arg files "$filesSnapshot" \
    --rawfile key "$WORK/digest-key" --slurpfile facts facts.json --slurpfile observed "$WORK/observed.json" \
    --slurpfile dump "$WORK/database.json" --slurpfile media "$WORK/media.json" --slurpfile beside "$WORK/beside.json" '
    $facts[0] as $f | $observed[0] as $o | {
      format: 1, archive: $archive, stack: $f.stack, serverName: $f.serverName, at: $o.at, finishedAt: $finishedAt,
      masterKey: $f.masterKey, signingKey: $f.signingKey, epochs: $f.epochs, images: $f.images, configuration: $f.configuration,
      database: (($o | del(.at)) + {digestKey: $key, dumpBytes: $dump[0].total_bytes_processed, dumpSeconds: $dump[0].total_duration}),
      media: $media[0], bundle: $beside[0].bundle, certificates: $beside[0].certificates,
      snapshots: {database: $database, files: $files}
    }' > "$WORK/manifest.json"
  restic backup $mine --tag part=manifest --stdin --stdin-filename manifest.json < "$WORK/manifest.json" > "$WORK/last.json" \
    || fail "the manifest could not be stored: $(complaint)"
}

take_turn
say "Archive $ARCHIVE"
open_repository
database
files
manifest
trap - EXIT
jq -cn --arg archive "$ARCHIVE" --arg at "$began" --arg finishedAt "$(now)" --argjson seconds "$SECONDS" \
  --slurpfile manifest "$WORK/manifest.json" --slurpfile parts <(cat "$WORK/database.json" "$WORK/files.json" "$WORK/last.json") '
  {format: 1, outcome: "made", archive: $archive, at: $at, finishedAt: $finishedAt, seconds: $seconds, snapshotAt: $manifest[0].at,
   bytes: ($parts | map(.total_bytes_processed) | add), added: ($parts | map(.data_added_packed) | add),
   missingMedia: ($manifest[0].media.missing | length)}' > "$WORK/result"
keep "$results/last-good.json" < "$WORK/result"
keep "$results/backup.json" < "$WORK/result"
say "Archive $ARCHIVE is whole ($SECONDS s)."
cat "$WORK/result"
rm -rf "$WORK"
