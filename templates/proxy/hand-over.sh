#!/bin/sh
# Hands over what others of the stack need of the proxy, each within seconds of a change, to a volume that holds nothing else of it: to
# the TURN server the host's certificate and key as one file, to the backups the certificates, the accounts that got them, and the
# proxy's own authority. A stack without one of the two has no volume for it.
umask 0027
for_turn=/certificates
for_backups=/control
data=${XDG_DATA_HOME:-/data}/caddy

# chain: the operator's own file next to this script, or the newest certificate that Caddy has for this host.
chain() {
  if [ -e certificate.pem ]; then echo certificate.pem; return; fi
  name=$(cat host-name)
  ls -t "$data"/certificates/*/"$name/$name.crt" 2> /dev/null | head -n 1
}

# key_of CHAIN
key_of() {
  case "$1" in *.crt) echo "${1%.crt}.key" ;; *) echo "${1%.pem}-key.pem" ;; esac
}

# put FILE: standard input becomes this file as a whole.
put() {
  cat > "$1.new" && mv -f "$1.new" "$1"
}

# Caddy writes chain and key one after the other, so they are copied only after they were read twice without a difference.
before=
certificate_for_turn() {
  found=$(chain)
  if [ -n "$found" ] && now=$(cat "$found" && echo && cat "$(key_of "$found")") 2> /dev/null; then
    if [ "$now" = "$before" ] && [ "$now" != "$(cat "$for_turn/certificate.pem" 2> /dev/null)" ]; then
      printf '%s\n' "$now" | put "$for_turn/certificate.pem"
    fi
    before=$now
  fi
}

# kept FOLDER: each file that Caddy keeps there for long, with its checksum.
kept() {
  (cd "$1" 2> /dev/null && find acme certificates pki -type f ! -name '*.new' ! -name '*.tmp.*' -exec cksum {} + 2> /dev/null | sort)
}

# files_in KEPT: their paths.
files_in() {
  printf '%s\n' "$1" | sed -n 's/^[0-9]* [0-9]* //p'
}

# The same for all of it, file by file: a backup may be reading them.
kept_before=
all_for_backups() {
  now=$(kept "$data")
  there=$(kept "$for_backups/caddy")
  if [ -n "$now" ] && [ "$now" = "$kept_before" ] && [ "$now" != "$there" ]; then
    files_in "$now" | while IFS= read -r path; do
      mkdir -p "$for_backups/caddy/$(dirname "$path")" && put "$for_backups/caddy/$path" < "$data/$path"
    done
    files_in "$there" | while IFS= read -r path; do
      [ -e "$data/$path" ] || rm -f "$for_backups/caddy/$path"
    done
  fi
  kept_before=$now
}

while :; do
  [ ! -d "$for_turn" ] || certificate_for_turn
  [ ! -d "$for_backups" ] || all_for_backups
  sleep 5
done
