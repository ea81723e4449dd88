#!/bin/sh
# Starts coturn from the folder that holds this file; the container's working directory is that folder.
# Stays beside it, to tell it of another certificate.
set -eu
umask 077
# Written only when it is another: on a full volume nothing can be written.
configuration=$(basename "$PWD")
in_use=/var/lib/coturn/configuration-in-use
[ "$(cat "$in_use" 2> /dev/null)" = "$configuration" ] || echo "$configuration" > "$in_use"

# The proxy puts chain and key there, in one file.
certificate=/certificates/certificate.pem

# Who calls through this server sends to the other's port on the public address. coturn knows it for this container's own address,
# and lets that one private address be reached.
# An engine may give it an IPv6 address too, and name that first: the public address is of the other kind.
own=$(hostname -i | tr ' ' '\n' | grep -v : | head -n 1)

# serve: without a certificate there is no TLS yet; calls go on without, since what is said in them is encrypted anyway.
serve() {
  {
    cat turnserver.conf shared-secret.conf
    echo "listening-ip=$own"
    echo "relay-ip=$own"
    echo "external-ip=$(cat public-address)/$own"
    if [ -n "$served" ]; then echo "cert=$certificate"; echo "pkey=$certificate"; else echo no-tls; fi
  } > /tmp/turnserver.conf
  turnserver -c /tmp/turnserver.conf &
  server=$!
}

# look: sets `found` to a mark of the certificate that is there; nothing where there is none.
look() { found=$(cat "$certificate" 2> /dev/null) && found=$(echo "$found" | cksum) || found=; }

end() {
  kill "$server" 2> /dev/null || true
  wait "$server" || true
}
trap 'end; exit 0' TERM INT

look
served=$found
serve
while kill -0 "$server" 2> /dev/null; do
  sleep 5 &
  wait $!
  look
  [ -n "$found" ] && [ "$found" != "$served" ] || continue
  # Another in its place is read anew without a call being cut off (turnserver(1), SIGUSR2). The first one needs a new start.
  before=$served
  served=$found
  if [ -n "$before" ]; then kill -USR2 "$server"; else end; serve; fi
done
wait "$server"
