#!/bin/bash
# finish.sh ASIDE: what a switch that was killed between its two renames left to do: run as Postgres's user.
set -euo pipefail
cd /volumes/postgres
mv --no-target-directory upgrading "$1"
sync -f .
