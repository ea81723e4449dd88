#!/bin/bash
# stored.sh: prints the ids of the uploaded files that the server has on its disk, one a line: run as root.
set -euo pipefail
cd /volumes/synapse/media/local_content 2> /dev/null || exit 0
find . -mindepth 3 -maxdepth 3 -type f | sed 's|^\./\(..\)/\(..\)/|\1\2|'
