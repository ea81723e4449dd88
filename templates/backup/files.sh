# Read by run.sh: the files' part of an archive.
media=/synapse/media
bundle=$data/bundle

# files: what members uploaded, what the proxy left, what the operator's machine left. Files of other servers and previews come again by themselves.
files() {
  stage=files
  local paths=() path status=0 before=$SECONDS
  for path in "$media" /control "$bundle"; do [ ! -e "$path" ] || paths+=("$path"); done
  restic backup $mine --tag part=files --no-scan --exclude "$media/remote_content" --exclude "$media/remote_thumbnail" \
    --exclude "$media/url_cache" --exclude "$media/url_cache_thumbnails" "${paths[@]}" > "$WORK/files.json" || status=$?
  if [ "$status" -eq 3 ]; then judge_unread; elif [ "$status" -ne 0 ]; then fail "files could not be stored: $(complaint)"; fi
  filesSnapshot=$(jq -re .snapshot_id "$WORK/files.json")
  describe_media
  describe_beside
  say "Files: $(jq -r '"\(.files) media files (\(.bytes / 1e6 | ceil) MB)"' "$WORK/media.json"), $(jq -r '"\(.data_added_packed / 1e6 | ceil) MB added"' "$WORK/files.json") ($((SECONDS - before)) s)"
}

# judge_unread: a file that was deleted meanwhile is no fault; the manifest names those that the database knows. All else is one.
judge_unread() {
  local other
  other=$(jq -rR 'fromjson? | objects | select(.message_type == "error")
    | select(.error.message | test("no such file or directory") | not) | "\(.item): \(.error.message)"' "$WORK/complaint" | sed -n 1p)
  [ -z "$other" ] || fail "a file could not be read: $other"
}

# describe_media: what of it is in the archive, by the archive's own list, held against what the database names.
describe_media() {
  restic ls --json "$filesSnapshot" > "$WORK/listing.json" || fail "the stored files cannot be listed: $(complaint)"
  jq -r --arg root "$media/" 'select(.type == "file" and (.path | startswith($root)))
    | "\(.size // 0)\t\(.path | ltrimstr($root))"' "$WORK/listing.json" > "$WORK/listed"
  cut -f 2 "$WORK/listed" | LC_ALL=C sort > "$WORK/paths"
  sed -E 's|^(..)(..)(.*)$|local_content/\1/\2/\3|' "$WORK/media-ids" | LC_ALL=C sort \
    | LC_ALL=C comm -23 - "$WORK/paths" > "$WORK/missing"
  (cd "$media" 2> /dev/null && shuf -n 50 "$WORK/paths" | xargs -r -d '\n' sha256sum) > "$WORK/samples" 2> /dev/null || true
  jq -n --rawfile missing "$WORK/missing" --rawfile samples "$WORK/samples" \
    --argjson files "$(wc -l < "$WORK/listed")" --argjson bytes "$(awk '{ sum += $1 } END { printf "%.0f", sum }' "$WORK/listed")" '
    def lines: split("\n") | map(select(. != ""));
    {files: $files, bytes: $bytes, missing: ($missing | lines),
     samples: ($samples | lines | map({key: .[66:], value: .[:64]}) | from_entries)}' > "$WORK/media.json"
}

# describe_beside: what the proxy left, and what the operator's machine left when.
describe_beside() {
  local sealed=null file=$bundle/operator.sealed
  if [ -e "$file" ]; then
    sealed=$(jq -n --arg at "$(date -u -r "$file" +%Y-%m-%dT%H:%M:%S.%3NZ)" --arg sum "$(sha256sum < "$file" | cut -c 1-64)" \
      --argjson bytes "$(stat -c %s "$file")" '{sealedAt: $at, bytes: $bytes, sha256: $sum}')
  fi
  jq --slurp --argjson bundle "$sealed" '{bundle: $bundle, certificates:
    map(select(.type == "file" and (.path | startswith("/control/")))) | length}' "$WORK/listing.json" > "$WORK/beside.json"
}
