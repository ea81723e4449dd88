#!/bin/bash
# Says as JSON, one object a line, which files came back: run as root, once the database is there too. Standard input names the files that are
# hashed, one a line, within the folder of media. One that is not there is left out: the database's names tell of it.
set -euo pipefail
media=/volumes/synapse/media

# What came back goes to the disk while it is compared: `settle.sh` waits until all of it is there.
sync > /dev/null 2>&1 < /dev/null &

(cd "$media" 2> /dev/null && tr '\n' '\0' | xargs -r -0 sha256sum -- 2> /dev/null || true) | jq -cR '{ samples: { (.[66:]): .[:64] } }'

list() { (cd "$media" 2> /dev/null && find local_content local_thumbnails -type f "$@" 2> /dev/null || true); }

list -printf '%s\n' | jq -cs '{ files: length, bytes: (add // 0) }'

# Where Synapse keeps a file (synapse/media/filepath.py, local_media_filepath_rel).
expected="COPY (SELECT 'local_content/' || substr(media_id, 1, 2) || '/' || substr(media_id, 3, 2) || '/' || substr(media_id, 5)
  FROM public.local_media_repository WHERE url_cache IS NULL AND media_length IS NOT NULL) TO STDOUT"
ask() {
  setpriv --reuid 999 --regid 999 --clear-groups "/usr/lib/postgresql/$PG_MAJOR/bin/psql" --host /run/postgresql --username postgres \
    --dbname synapse -qAtX -v ON_ERROR_STOP=1 "$@"
}
LC_ALL=C comm -23 <(ask -c "$expected" | LC_ALL=C sort) <(list | LC_ALL=C sort) | jq -cRn '{ missing: [inputs] }'

[ ! -d /volumes/proxy ] || find /volumes/proxy -type f ! -name .filling | jq -cRn '{ certificates: ([inputs] | length) }'
