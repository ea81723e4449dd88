#!/bin/bash
# put.sh SNAPSHOT: brings uploaded files of an archive back into the running server's media, with their thumbnails: run as root. Standard
# input has a line for each: id, length, SHA-256 or `-`. Prints `put ID` for each that is what its line says, and `differs ID` for the
# others, which are left out.
set -euo pipefail
umask 077
snapshot=$1
volume=/volumes/synapse
media=$volume/media
staging=$volume/.coming-back
cat > /tmp/wanted

as() { setpriv --reuid 991 --regid 991 --clear-groups "$@"; }

free=$(($(stat -f -c '%a * %S' "$volume")))
needed=$(awk '{ sum += $2 } END { printf "%.0f", sum * 2 }' /tmp/wanted)
[ "$free" -gt "$needed" ] || {
  echo "There is no room for these files: $((free / 1048576)) MiB are free, and $((needed / 1048576)) MiB are needed." >&2
  exit 28
}

# On the same disk, so that each file is there whole or not at all, and beside the media, which backups read. What a run left that was
# killed goes first.
as rm -rf "$staging"
as mkdir "$staging"
trap 'as rm -rf "$staging"' EXIT
awk '{ path = substr($1, 1, 2) "/" substr($1, 3, 2) "/" substr($1, 5)
  print "/local_content/" path; print "/local_thumbnails/" path }' /tmp/wanted > /tmp/include
chmod 0644 /tmp/include

. ./reading.sh
reading restore "$snapshot:/synapse/media" --target "$staging" --include-file /tmp/include > /dev/null

as bash -euo pipefail -s "$staging" "$media" 3< /tmp/wanted <<'SCRIPT'
while read -r id length sum <&3; do
  path=${id:0:2}/${id:2:2}/${id:4}
  file=$1/local_content/$path
  found=$(stat -c %s "$file" 2> /dev/null || true)
  if [ "$found" != "$length" ] || { [ "$sum" != - ] && [ "$(sha256sum < "$file" | cut -c 1-64)" != "$sum" ]; }; then
    echo "differs $id"
    continue
  fi
  mkdir -p "$2/local_content/${path%/*}"
  if [ -d "$1/local_thumbnails/$path" ]; then
    mkdir -p "$2/local_thumbnails/$path"
    find "$1/local_thumbnails/$path" -type f -exec mv -f -t "$2/local_thumbnails/$path" {} +
  fi
  mv -f "$file" "$2/local_content/$path"
  echo "put $id"
done
sync -f "$2"
SCRIPT
