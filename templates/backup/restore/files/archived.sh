#!/bin/bash
# archived.sh SNAPSHOT: prints the ids of the uploaded files that the files' part of an archive holds, one a line: run as root.
set -euo pipefail
content=/synapse/media/local_content
timeout 1h setpriv --reuid 991 --regid 991 --clear-groups bash ./restic.sh --no-lock ls --recursive "$1" "$content" \
  | sed -nE "s|^$content/([^/]{2})/([^/]{2})/([^/]+)\$|\1\2\3|p"
