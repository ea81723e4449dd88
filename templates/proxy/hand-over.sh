#!/bin/sh
# Hands the host's certificate and its key to the TURN server, in one file of a volume that it reads, and a renewed one within
# seconds. Nothing else of the proxy's is there.
umask 0027
to=/certificates/certificate.pem

# chain: own files beside this one, else the newest of those that Caddy has for this host.
chain() {
  if [ -e certificate.pem ]; then echo certificate.pem; return; fi
  name=$(cat host-name)
  ls -t "${XDG_DATA_HOME:-/data}"/caddy/certificates/*/"$name/$name.crt" 2> /dev/null | head -n 1
}

# key_of CHAIN
key_of() {
  case "$1" in *.crt) echo "${1%.crt}.key" ;; *) echo "${1%.pem}-key.pem" ;; esac
}

# Caddy writes chain and key one after the other: handed over is what two looks found alike.
before=
while :; do
  found=$(chain)
  if [ -n "$found" ] && now=$(cat "$found" && echo && cat "$(key_of "$found")") 2> /dev/null; then
    if [ "$now" = "$before" ] && [ "$now" != "$(cat "$to" 2> /dev/null)" ]; then
      printf '%s\n' "$now" > "$to.new" && mv -f "$to.new" "$to"
    fi
    before=$now
  fi
  sleep 5
done
