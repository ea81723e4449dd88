# Read by what backs up, prunes and verifies. Its folder is the container's working directory.
data=/var/lib/postgresql/data
results=$data/results
# On the volume, because the lists of a large server need more room than memory has.
export WORK=$data/work

say() { printf '%s\n' "$*" >&2; }
now() { date -u +%Y-%m-%dT%H:%M:%S.%3NZ; }

# take_turn: one run at a time. What a killed one left at work is ended; one that lives is waited for.
take_turn() {
  exec 9>> "$data/lock"
  if ! flock --nonblock 9; then
    end_orphans
    flock --timeout 5 9 || { say "Another run is at work. This one begins when it has ended."; flock --timeout 21600 9; } \
      || fail "another run has been at work for six hours"
  fi
  owner $$ > "$data/lock"
  rm -rf "$WORK"
  mkdir -p "$WORK" "$results"
  [ -e "$data/reserve" ] || head -c 65536 /dev/zero > "$data/reserve" 2> /dev/null || true
}

# owner PROCESS: its number and when it started (proc_pid_stat(5), field 22), because numbers repeat; nothing where there is none.
owner() {
  local fields
  read -r fields 2> /dev/null < "/proc/$1/stat" || return 0
  set -- "$1" ${fields##*) }
  echo "$1 ${21}"
}

# end_orphans: where a run itself is gone, the work of what it started is of no use.
end_orphans() {
  local held
  held=$(cat "$data/lock")
  [ -n "$held" ] && [ "$(owner "${held% *}")" != "$held" ] || return 0
  signal_run KILL
}

# signal_run SIGNAL: to the run that has the lock, and all that it started: they have its lock open (proc_pid_fdinfo(5)).
signal_run() {
  local folder
  for folder in /proc/[0-9]*; do
    if grep -q FLOCK "$folder/fdinfo/9" 2> /dev/null && [ "$(readlink "$folder/fd/9")" = "$data/lock" ]; then
      kill -s "$1" "${folder#/proc/}" 2> /dev/null || true
    fi
  done
}

# limited DURATION COMMAND...: nothing may take for ever: restic can wait without end for what it reads from, and a target for its network.
limited() { timeout --kill-after=10 "$@"; }

# restic ARGS...: within six hours, or $LIMIT; what it complains of goes to $WORK/complaint.
restic() { limited "${LIMIT:-6h}" bash ./restic.sh "$@" 2> "$WORK/complaint"; }

# keep FILE: what comes in takes the file's place whole, or not at all.
keep() {
  cat > "$1.new" && mv "$1.new" "$1"
}

# leave RESULT FILE: keeps how a run ended, also where the disk is full: what was set aside for that goes first.
leave() {
  keep "$2" < "$1" || { rm -f "$data/reserve" && keep "$2" < "$1"; } || true
}

# early: why a run ended that did not say why.
early() {
  if [ "$(stat -f -c %a "$data")" -ge 16 ]; then echo "it ended before its time"; else echo "the disk that holds the engine's volumes is full"; fi
}

# complaint: what restic says that it ended for, else its last line; an object with a message where it was asked for JSON. Where ssh
# says why it ended, that is it.
complaint() {
  local ssh lines
  ssh=$(sed -n 's/^ssh: //p' "$WORK/complaint" 2> /dev/null | tail -n 1)
  [ -z "$ssh" ] || { printf '%s\n' "$ssh"; return; }
  lines=$(grep -v '^[[:space:]]*$' "$WORK/complaint" 2> /dev/null)
  { grep -E 'Fatal|error:|failed:' <<< "$lines" || echo "$lines"; } | tail -n 1 \
    | jq -rR '. as $line | (fromjson? | objects | .message // .error.message) // $line' \
    | sed 's/^.* returned error, retrying after [^:]*: //' | cut -c 1-500
}
