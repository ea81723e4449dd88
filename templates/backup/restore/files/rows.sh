#!/bin/bash
# rows.sh COLUMN: prints, as COPY does, the rows of uploaded files whose column is one of the values on standard input, one a line, and
# those of their thumbnails: run as root, after tables.sh.
set -euo pipefail
cd /tmp/files
cat > values

# chosen COLUMN VALUES TABLE: its first line names the columns.
chosen() {
  COLUMN=$1 awk -F '\t' '
    FNR == 1 { file++ }
    file == 1 { wanted[$0]; next }
    FNR == 1 {
      print
      columns = $0; sub(/^[^(]*\(/, "", columns); sub(/\).*/, "", columns)
      count = split(columns, names, /, /)
      for (i = 1; i <= count; i++) if (names[i] == ENVIRON["COLUMN"]) column = i
      next
    }
    $column in wanted' "$2" "$3"
}

chosen "$1" values local_media_repository | tee media
awk -F '\t' 'NR > 1 { print $1 }' media > ids
[ ! -s ids ] || chosen media_id ids local_media_repository_thumbnails
