#!/bin/bash
# look.sh: says what lies in Postgres's volume, one thing a line, with tabs between its words: run as Postgres's user.
set -euo pipefail
umask 077
cd /volumes/postgres

# A cluster that is served loses files while they are counted.
bytes() { { du --summarize --block-size=1 "$1" 2> /dev/null || true; } | cut -f 1; }
major() { cat "$1/PG_VERSION" 2> /dev/null || echo none; }

printf 'free\t%s\n' "$(($(stat -f -c '%a * %S' .)))"
printf 'kind\t%s\n' "$(stat -f -c %T .)"
printf 'cluster\t%s\n' "$(major cluster)"
for folder in upgrading rehearsing set-aside-postgres-*; do
  [ ! -d "$folder" ] || printf 'folder\t%s\t%s\t%s\n' "$folder" "$(major "$folder/cluster")" "$(bytes "$folder")"
done
for note in set-aside-postgres-*/upgraded; do
  [ ! -e "$note" ] || printf 'note\t%s\t%s\n' "$(dirname "$note")" "$(cat "$note")"
done

# Whether two folders can change places in one step (renameat2(2), RENAME_EXCHANGE).
trap 'rm -rf .exchange' EXIT
mkdir -p .exchange/one .exchange/other
if mv --exchange --no-target-directory .exchange/one .exchange/other 2> /dev/null; then printf 'exchange\tyes\n'; else printf 'exchange\tno\n'; fi
