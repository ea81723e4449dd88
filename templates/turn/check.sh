#!/bin/sh
# The TURN server is healthy when it answers who asks where they are seen (RFC 8489, Binding), over UDP as apps do.
own=$(hostname -i | tr ' ' '\n' | grep -v : | head -n 1)
turnutils_stunclient -p 3478 "$own" > /dev/null
