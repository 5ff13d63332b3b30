#!/bin/sh
# The exec at the end makes httpd the process that gets the signals.
set -eu
cd "$(dirname "$0")"
: "${SLOW_KB:=320}" "${HOST:=0.0.0.0}" "${PORT:=8080}" "${SHUTDOWN_KEEP_ALIVE_SECONDS:=65}" "${SHUTDOWN_DRAIN_SECONDS:=5}" "${MODULES:=/usr/lib/apache2/modules}"
DATA=$(mktemp -d)
export HOST PORT SHUTDOWN_KEEP_ALIVE_SECONDS SHUTDOWN_DRAIN_SECONDS MODULES DATA
chmod 755 "$DATA"
head -c "${SLOW_KB}k" /dev/zero > "$DATA/slow" # At 400 KiB a second 320 KiB take 0.8 s.
: > "$DATA/health"
: > "$DATA/fast"
exec apache2 -f "$PWD/apache2.conf" -D FOREGROUND "$@"
