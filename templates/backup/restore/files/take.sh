#!/bin/bash
# take.sh SNAPSHOT: prints uploaded files of an archive as tar archives, one after the other: run as root. Standard input has a line for
# each: its id, then its length. They pass through memory, about 64 MiB at a time.
set -euo pipefail
umask 077
snapshot=$1
staging=/tmp/taken
cat > /tmp/wanted

as() { setpriv --reuid 991 --regid 991 --clear-groups "$@"; }

send() {
  as rm -rf "$staging"
  as mkdir "$staging"
  timeout 24h setpriv --reuid 991 --regid 991 --clear-groups bash ./restic.sh --no-lock restore \
    "$snapshot:/synapse/media/local_content" --target "$staging" --include-file /tmp/include > /dev/null
  (cd "$staging" && find . -mindepth 3 -maxdepth 3 -type f -printf '%P\n' | tar -c --no-recursion -T -)
  as rm -rf "$staging"
}

sum=0
: > /tmp/include
chmod 0644 /tmp/include
while read -r id length; do
  if [ -s /tmp/include ] && [ $((sum + length)) -gt 67108864 ]; then
    send
    sum=0
    : > /tmp/include
  fi
  echo "/${id:0:2}/${id:2:2}/${id:4}" >> /tmp/include
  sum=$((sum + length))
done < /tmp/wanted
[ ! -s /tmp/include ] || send
