#!/bin/bash
# Has restic check the repository: `structure`, or `data` for that and 5 % of the data.
set -euo pipefail
umask 077
trap '' HUP
. ./common.sh
began=$(now)
kind=${1:-structure}
case $kind in
  structure) result=$results/verify.json extent=() ;;
  data) result=$results/verify-data.json extent=(--read-data-subset=5%) ;;
  *) say "verify.sh structure|data"; exit 2 ;;
esac

# end OUTCOME REASON
end() {
  trap - EXIT
  jq -cn --arg outcome "$1" --arg reason "$2" --arg at "$began" --arg finishedAt "$(now)" --arg kind "$kind" \
    '{format: 1, outcome: $outcome, kind: $kind, at: $at, finishedAt: $finishedAt, reason: (if $reason == "" then null else $reason end)}' \
    > /tmp/verified
  cat /tmp/verified
  leave /tmp/verified "$result"
  [ "$1" = made ] || [ "$1" = skipped ]
  exit
}
# Only what restic read and found wrong is damage; a target out of reach says nothing of the data.
fail() { end stopped "it could not be checked: $1"; }
damaged() { say "The repository is damaged: $1"; end failed "$1"; }
trap 'fail "$(early)"' EXIT
trap 'end stopped "it was told to end"' TERM INT

take_turn
restic unlock > /dev/null || fail "locks of ended runs cannot be removed: $(complaint)"
restic check --retry-lock 10m --quiet "${extent[@]}" > "$WORK/checked" || {
  grep -q 'contains errors' "$WORK/complaint" && damaged "$(grep -v '^[[:space:]]*$' "$WORK/complaint" | head -n 1 | cut -c 1-300)"
  fail "$(complaint)"
}
rm -rf "$WORK"
end made ""
