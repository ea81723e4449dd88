#!/bin/sh
# Starts coturn from the folder that holds this file; the container's working directory is that folder.
# Stays beside it, to tell it of another certificate.
set -eu
umask 077
# Written only when it is another: on a full volume nothing can be written.
configuration=$(basename "$PWD")
in_use=/var/lib/coturn/configuration-in-use
[ "$(cat "$in_use" 2> /dev/null)" = "$configuration" ] || echo "$configuration" > "$in_use"

# certificate: the chain's path: own files beside this one, else the newest of those that the proxy has for this host.
certificate() {
  if [ -e certificate.pem ]; then echo "$PWD/certificate.pem"; return; fi
  name=$(cat host-name)
  ls -t /certificates/caddy/certificates/*/"$name/$name.crt" 2> /dev/null | head -n 1
}

# key_of CHAIN
key_of() {
  case "$1" in *.crt) echo "${1%.crt}.key" ;; *) echo "${1%.pem}-key.pem" ;; esac
}

# state_of CHAIN: another one where the chain or its key is another. The proxy writes them one after the other.
state_of() { cat "$1" "$(key_of "$1")" 2> /dev/null | cksum; }

# Who calls through this server sends to the other's port on the public address. coturn knows it for this container's own address,
# and lets that one private address be reached.
# An engine may give it an IPv6 address too, and name that first: the public address is of the other kind.
own=$(hostname -i | tr ' ' '\n' | grep -v : | head -n 1)

# serve CHAIN: without one there is no TLS yet; calls go on without, since what is said in them is encrypted anyway.
serve() {
  {
    cat turnserver.conf shared-secret.conf
    echo "listening-ip=$own"
    echo "relay-ip=$own"
    echo "external-ip=$(cat public-address)/$own"
    if [ -n "$1" ]; then echo "cert=$1"; echo "pkey=$(key_of "$1")"; else echo no-tls; fi
  } > /tmp/turnserver.conf
  turnserver -c /tmp/turnserver.conf &
  server=$!
}

end() {
  kill "$server" 2> /dev/null || true
  wait "$server" || true
}
trap 'end; exit 0' TERM INT

chain=$(certificate)
served=$(state_of "$chain")
serve "$chain"
while kill -0 "$server" 2> /dev/null; do
  sleep 5 &
  wait $!
  now=$(certificate)
  found=$(state_of "$now")
  [ "$found" != "$served" ] || continue
  # The same place again: it is read anew without a call being cut off (turnserver(1), SIGUSR2). Another one needs a new start.
  if [ "$now" = "$chain" ]; then kill -USR2 "$server"; else end; serve "$now"; fi
  chain=$now
  served=$found
done
wait "$server"
