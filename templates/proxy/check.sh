#!/bin/sh
# The proxy is healthy when it answers over TLS. Whether Synapse stands behind it is Synapse's own health.
# Options that GNU's wget and BusyBox's have both: the official image is built on Alpine.
wget -q -T 5 -O /dev/null --no-check-certificate --header "Host: $(cat host-name)" \
  https://127.0.0.1/.well-known/matrix/client
