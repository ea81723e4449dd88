# prepare-volume.sh FOLDER ASIDE: the same for one volume, as its service.
set -euo pipefail
umask 077
folder=$1 aside=$2
cd "$folder"

# held: what is there, but for the marks of whose it is, the lock, and what was moved aside before.
held() {
  find . -mindepth 1 -maxdepth 1 ! -name lost+found ! -name .chatkeep ! -name lock ! -name .moving ! -name 'set-aside-*' "$@"
}

# move_aside: a run that was killed here is continued under the name that it had.
move_aside() {
  [ -e .moving ] || echo "$aside" > .moving
  local to
  to=$(cat .moving)
  mkdir -p "$to"
  held -exec mv -t "$to" {} +
}

if [ -e lock ]; then
  flock --nonblock lock true || { echo "Postgres still runs on its volume." >&2; exit 3; }
fi
if [ -e .filling ]; then
  held ! -name .filling -exec rm -rf {} +
elif [ -n "$aside" ]; then
  move_aside
elif [ -n "$(held)" ] || [ -e .chatkeep ]; then
  echo "The volume ${folder##*/} is not empty." >&2
  exit 3
fi
: > .filling
rm -f .moving
