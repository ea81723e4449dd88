#!/bin/bash
# Removes archives by the policy, and what is no part of any. Decided by whole archives: restic's policy is asked about manifests alone.
set -euo pipefail
umask 077
trap '' HUP
. ./common.sh
began=$(now)

# end OUTCOME REASON
end() {
  trap - EXIT
  jq -cn --arg outcome "$1" --arg reason "$2" --arg at "$began" --arg finishedAt "$(now)" --argjson removed "${removed:-0}" \
    '{format: 1, outcome: $outcome, at: $at, finishedAt: $finishedAt, removed: $removed, reason: (if $reason == "" then null else $reason end)}' \
    > /tmp/pruned
  cat /tmp/pruned
  leave /tmp/pruned "$results/prune.json"
  [ "$1" = made ] || [ "$1" = skipped ]
  exit
}
fail() { say "Pruning failed: $1"; removed=0; end failed "$1"; }
trap 'fail "$(early)"' EXIT
trap 'end stopped "it was told to end"' TERM INT

take_turn
[ "$(jq -r .appendOnly facts.json)" != true ] || end skipped "the target only lets archives be added"
stack=$(jq -r .stack facts.json)
restic unlock > /dev/null || fail "locks of ended runs cannot be removed: $(complaint)"
restic snapshots --json --no-lock --tag "stack=$stack" > "$WORK/snapshots.json" || fail "archives cannot be listed: $(complaint)"
restic forget --dry-run --json --no-lock --group-by host --tag "stack=$stack,part=manifest" --keep-last 1 \
  $(jq -r '.keep | to_entries[] | select(.value > 0) | "--keep-\(.key) \(.value)"' facts.json) > "$WORK/policy.json" \
  || fail "the policy cannot be asked: $(complaint)"

# An archive that is not finished may still be under way, on another machine perhaps: within a day it stays.
jq -n --slurpfile all "$WORK/snapshots.json" --slurpfile policy "$WORK/policy.json" --argjson now "$(date +%s)" '
  def archive: .tags[] | select(startswith("archive="));
  def part: .tags[] | select(startswith("part=")) | ltrimstr("part=");
  def seconds: sub("\\.[0-9]+"; "") | fromdateiso8601;
  [$policy[0][]?.remove[]? | archive] as $over
  | $all[0] | group_by(archive)
  | map(select(
      (.[0] | archive) as $id | any($over[]; . == $id)
      or (all(.[]; part != "manifest") and (map(.time | seconds) | max) < $now - 86400)))
  | {archives: length, first: [.[][] | select(part == "manifest") | .id], then: [.[][] | select(part != "manifest") | .id]}' > "$WORK/over.json"
removed=$(jq .archives "$WORK/over.json")

# forget IDS...: where the target refuses, restic (0.18) complains and ends as if all was well.
forget() {
  restic forget --retry-lock 10m --quiet "$@" > /dev/null && ! grep -q '^unable to remove' "$WORK/complaint" \
    || fail "archives could not be removed: $(complaint)"
}

# The manifest goes first: cut off in between, what is left is an unfinished archive, and never one that only looks whole.
for part in first then; do
  mapfile -t ids < <(jq -r ".$part[]" "$WORK/over.json")
  [ "${#ids[@]}" -eq 0 ] || forget "${ids[@]}"
done
restic prune --retry-lock 10m --quiet > /dev/null || fail "unused data could not be removed: $(complaint)"
rm -rf "$WORK"
end made ""
