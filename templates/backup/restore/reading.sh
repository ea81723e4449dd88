# How an archive is read. Read by what restores: run as root, because restic runs as Synapse's user.

# reading ARGUMENTS...: restic, with a lock that keeps others from removing what is read. A check or a removal that has the repository for
# itself is waited for, for a minute: unless it is quiet, restic says so on standard output. After that it is read without a lock, because
# one that was left by a machine that is gone stays. A disk that nothing can be written to is read without one, too.
reading() {
  local status=0 lock=(--quiet --retry-lock 1m)
  [ ! -d /repository ] || [ -w /repository ] || lock=(--quiet --no-lock)
  as_restic "${lock[@]}" "$@" || status=$?
  [ "$status" -eq 11 ] || return "$status"
  as_restic --quiet --no-lock "$@"
}

as_restic() { timeout 24h setpriv --reuid 991 --regid 991 --clear-groups bash ./restic.sh "$@"; }
