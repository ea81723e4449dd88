#!/bin/bash
# Says as JSON, one object a line, what came back: run as root. Standard input names the files to be hashed, one a line, within the
# folder of media; the file digest-key keys the digests of rows.
set -euo pipefail
media=/volumes/synapse/media

as() { setpriv --reuid "$1" --regid "$1" --clear-groups "${@:2}"; }

ask() {
  as 999 "/usr/lib/postgresql/$PG_MAJOR/bin/psql" --host /run/postgresql --username postgres --dbname synapse -qAtX -v ON_ERROR_STOP=1 "$@"
}

# What came back goes to the disk while it is compared: `settle.sh` waits until all of it is there.
sync > /dev/null 2>&1 < /dev/null &

ask -f - <<'END'
\set digest_key `cat digest-key`
\i manifest.sql
END
ask -f observed.sql

list() { (cd "$media" 2> /dev/null && find local_content local_thumbnails -type f "$@" 2> /dev/null || true); }

list -printf '%s\n' | jq -cs '{ files: length, bytes: (add // 0) }'

# Where Synapse keeps a file (synapse/media/filepath.py, local_media_filepath_rel).
expected="COPY (SELECT 'local_content/' || substr(media_id, 1, 2) || '/' || substr(media_id, 3, 2) || '/' || substr(media_id, 5)
  FROM public.local_media_repository WHERE url_cache IS NULL AND media_length IS NOT NULL) TO STDOUT"
LC_ALL=C comm -23 <(ask -c "$expected" | LC_ALL=C sort) <(list | LC_ALL=C sort) | jq -cRn '{ missing: [inputs] }'

while IFS= read -r path; do
  hash=$(sha256sum < "$media/$path" 2> /dev/null || true)
  jq -cn --arg path "$path" --arg hash "${hash%% *}" '{ samples: { ($path): (if $hash == "" then null else $hash end) } }'
done

[ ! -d /volumes/proxy ] || find /volumes/proxy -type f ! -name .filling | jq -cRn '{ certificates: ([inputs] | length) }'
