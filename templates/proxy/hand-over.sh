#!/bin/sh
# Copies the host's certificate and key for the TURN server, as one file in a volume that it reads, and a renewed certificate
# within seconds. The volume contains nothing else of the proxy.
umask 0027
to=/certificates/certificate.pem

# chain: the operator's own file next to this script, or the newest certificate that Caddy has for this host.
chain() {
  if [ -e certificate.pem ]; then echo certificate.pem; return; fi
  name=$(cat host-name)
  ls -t "${XDG_DATA_HOME:-/data}"/caddy/certificates/*/"$name/$name.crt" 2> /dev/null | head -n 1
}

# key_of CHAIN
key_of() {
  case "$1" in *.crt) echo "${1%.crt}.key" ;; *) echo "${1%.pem}-key.pem" ;; esac
}

# Caddy writes chain and key one after the other, so they are copied only after they were read twice without a difference.
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
