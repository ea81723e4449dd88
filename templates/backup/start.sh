#!/bin/bash
# The schedule: it stays, and starts what is due. Each result is left on the volume, for `status` and `check`.
# Every service is started by `sh start.sh`; this one needs bash.
[ -n "${BASH_VERSION:-}" ] || exec bash ./start.sh
set -uo pipefail
umask 077
trap '' HUP
. ./common.sh
mkdir -p "$data/cache" "$data/tmp" "$results" "$data/bundle"
configuration=$(basename "$PWD")
[ "$(cat "$data/configuration-in-use" 2> /dev/null)" = "$configuration" ] || echo "$configuration" > "$data/configuration-in-use"
every=$(jq .everySeconds facts.json)

# Another target than before has no archive yet, and may have no repository.
target=$(jq -r .repository facts.json)
if [ "$(cat "$data/target" 2> /dev/null)" != "$target" ]; then
  [ ! -e "$data/target" ] || rm -f "$data/repository-id" "$data/earlier-repository-key" "$results"/*.json
  echo "$target" > "$data/target"
fi
failures=0
attempted=0
child=

# A shell hears of a signal when the program that it waits for has ended: so all of them are told.
trap 'signal_run TERM; [ -z "$child" ] || kill "$child" 2> /dev/null; flock --timeout 20 "$data/lock" true; exit 0' TERM INT

# awake: seconds by a clock that cannot be set (proc_uptime(5)).
awake() { cut -d . -f 1 /proc/uptime; }
began=$(awake)

# age FILE [OTHERWISE]: seconds since the run began whose result it is; where there is none, since another file was written. One from
# later than now was made while the clock was wrong, and counts as very old.
age() {
  local at seconds
  at=$(jq -r '.at // empty' "$1" 2> /dev/null) && [ -n "$at" ] && at=$(date -d "$at" +%s) || at=$(stat -c %Y "${2:-/nowhere}" 2> /dev/null) || at=0
  seconds=$(($(date +%s) - at))
  [ "$seconds" -ge -300 ] || seconds=$(date +%s)
  echo "$seconds"
}

# run SCRIPT ARGS...: beside this shell, so that it can be told to end at any time.
run() {
  bash "$@" > /dev/null &
  child=$!
  wait "$child"
  local status=$?
  child=
  return "$status"
}

# backup_due: by the last good archive; sooner after a failure, and less soon after each further one.
backup_due() {
  [ "$(age "$results/last-good.json")" -ge "$every" ] || return 1
  [ "$failures" -eq 0 ] && return
  local pause=$((failures * 300))
  [ $(($(awake) - attempted)) -ge $((pause < every ? pause : every)) ]
}

# settled: whether the operator's machine has left its settings. The first `up` does so at its end, and an archive without them cannot
# be restored from alone.
settled() { [ -e "$data/bundle/operator.sealed" ] || [ $(($(awake) - began)) -ge 600 ]; }

# due NAME SECONDS: whether a run with that result is due; an hour after one that did not do its work. Damage that was found is no such.
due() {
  local since
  since=$(age "$results/$1.json" "$data/repository-id")
  [ "$since" -lt "$2" ] || return 0
  [ "$since" -ge 3600 ] && jq -e '.outcome == "stopped" or (.outcome == "failed" and .kind == null)' "$results/$1.json" > /dev/null 2>&1
}

while :; do
  if settled && backup_due; then
    attempted=$(awake)
    if run run.sh; then failures=0; else failures=$((failures + 1)); fi
  elif [ -e "$data/repository-id" ]; then
    ! due prune 86400 || run prune.sh
    ! due verify 86400 || run verify.sh structure
    ! due verify-data 604800 || run verify.sh data
  fi
  sleep 15 &
  child=$!
  wait "$child"
  child=
done
