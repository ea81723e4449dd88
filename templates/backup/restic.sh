#!/bin/sh
# restic.sh ARGUMENTS...: restic on the repository that the files beside this script name. All that it signs in with is in files, here
# or in memory: nothing of it is in an argument or in the environment. BACKUP_STATE is where its cache and large temporary files go.
set -eu
umask 077
here=$(cd "$(dirname "$0")" && pwd)
state=${BACKUP_STATE:-/var/lib/postgresql/data}
[ -w "$state" ] || state=/tmp
own=/tmp/restic-$(id -u)
mkdir -p "$own" "$state/cache" "$state/tmp"

# place FILE: from standard input, whole or not at all, and once; two may run at the same time.
place() {
  [ ! -e "$own/$1" ] || { cat > /dev/null; return 0; }
  cat > "$own/$1.$$"
  mv -f "$own/$1.$$" "$own/$1"
}

export RESTIC_CACHE_DIR="$state/cache" TMPDIR="$state/tmp" HOME="$own"
export RESTIC_PASSWORD_FILE="$here/repository-password" RESTIC_REPOSITORY_FILE="$here/repository"
[ ! -e "$here/restic-memory" ] || export GOMEMLIMIT="$(cat "$here/restic-memory")"
[ ! -e "$here/authorities.pem" ] || export SSL_CERT_FILE="$here/authorities.pem"
# Where an archive is restored, no installer has put the two together.
if [ -e "$here/trusted-authorities.pem" ]; then
  cat /etc/ssl/certs/ca-certificates.crt "$here/trusted-authorities.pem" | place authorities
  export SSL_CERT_FILE="$own/authorities"
fi

case $(cat "$here/repository") in
  sftp:*)
    # ssh wants a line end after the key, and the key for its user alone.
    { cat "$here/credential"; echo; } | place key
    log=$own/ssh.$$
    set -- -o "sftp.args=-E $log -i $own/key -o IdentitiesOnly=yes -o BatchMode=yes -o StrictHostKeyChecking=yes -o HostKeyAlias=repository -o UserKnownHostsFile=$here/known-hosts -o GlobalKnownHostsFile=/dev/null -o UpdateHostKeys=no -o ConnectTimeout=30 -o ServerAliveInterval=15 -o ServerAliveCountMax=4" "$@"
    ;;
  rest:*)
    if [ -e "$here/credential" ]; then
      # rest:https://host/ becomes rest:https://user:password@host/ (restic manual, "REST Server"), which restic never prints.
      jq --raw-input --raw-output --null-input --rawfile address "$here/repository" --rawfile user "$here/user" \
        --rawfile password "$here/credential" \
        '($address | rtrimstr("\n")) | sub("://"; "://\($user | rtrimstr("\n") | @uri):\($password | rtrimstr("\n") | @uri)@")' | place repository
      RESTIC_REPOSITORY_FILE="$own/repository"
    fi
    ;;
  s3:*)
    printf '[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n' "$(cat "$here/user")" "$(cat "$here/credential")" | place s3
    export AWS_SHARED_CREDENTIALS_FILE="$own/s3"
    ;;
esac
[ -n "${log:-}" ] || exec restic "$@"

# restic ends before it has passed on all that ssh says of a failure.
status=0
restic "$@" || status=$?
[ "$status" = 0 ] || sed -e 's/\r$//' -e 's/^/ssh: /' "$log" >&2 || true
rm -f "$log"
exit "$status"
