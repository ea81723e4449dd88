#!/bin/sh
cd "$(dirname "$0")" || exit 1

# The proxy is healthy when it answers over TLS. Whether Synapse stands behind it is Synapse's own health.
[ -e /tmp/healthy ] && sleep 20
rm -f /tmp/healthy
# Options that GNU's wget and BusyBox's have both: the official image is built on Alpine.
timeout 5 wget -q -O /dev/null --no-check-certificate --header "Host: $(cat host-name)" \
  https://127.0.0.1/.well-known/matrix/client || exit 1
touch /tmp/healthy
