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

# relays: sets `calling` to how many relay ports the server reads from, and `reserved` to how many it only holds: it reads from what an
# epoll instance of its names by inode (proc_pid_fdinfo(5)).
relays() {
  counted=$({ cat /proc/net/udp; cat "/proc/$server/fdinfo/"*; } 2> /dev/null | awk -v first="$first" -v last="$last" '
    function number(hex,  at, sum) {
      for (at = 1; at <= length(hex); at++) sum = sum * 16 + index("0123456789abcdef", tolower(substr(hex, at, 1))) - 1
      return sum
    }
    $2 ~ /^[0-9A-F]+:[0-9A-F]+$/ { port = number(substr($2, index($2, ":") + 1)); if (port >= first && port <= last) bound[$10] }
    $1 == "tfd:" { for (at = 2; at <= NF; at++) if ($at ~ /^ino:/) read[number(substr($at, 5))] }
    END { for (inode in bound) if (inode in read) calling++; else reserved++; print calling + 0, reserved + 0 }')
  calling=${counted% *} reserved=${counted#* }
}

# free: whoever asks for an even port (EVEN-PORT, RFC 8656, section 14.6) makes coturn hold the next one for five minutes, past what one
# member may have. No app for calls does. Where a quarter of the ports is held so and no call is under way, twice in a row, the server starts anew.
free() {
  relays
  if [ "$calling" -eq 0 ] && [ $((reserved * 4)) -gt $((last - first)) ]; then idle=$((idle + 1)); else idle=0; fi
  [ "$idle" -ge 2 ] || return 0
  echo "$reserved relay ports were reserved and not used: starting anew, to have them back. No call is under way."
  idle=0
  end
  serve
}

end() {
  kill "$server" 2> /dev/null || true
  wait "$server" || true
}
trap 'end; exit 0' TERM INT

first=$(sed -n 's/^min-port=//p' turnserver.conf)
last=$(sed -n 's/^max-port=//p' turnserver.conf)
idle=0

look
served=$found
serve
while kill -0 "$server" 2> /dev/null; do
  sleep 5 &
  wait $!
  free
  look
  [ -n "$found" ] && [ "$found" != "$served" ] || continue
  # Another in its place is read anew without a call being cut off (turnserver(1), SIGUSR2). The first one needs a new start.
  before=$served
  served=$found
  if [ -n "$before" ]; then kill -USR2 "$server"; else end; serve; fi
done
wait "$server"
