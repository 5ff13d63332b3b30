#!/bin/sh
# nginx reads no environment in its configuration, so this fills it in. The
# exec at the end makes nginx the process that gets the signals.
set -eu
cd "$(dirname "$0")"
: "${SLOW_KB:=80}" "${HOST:=0.0.0.0}" "${PORT:=8080}" "${SHUTDOWN_KEEP_ALIVE_SECONDS:=65}" "${SHUTDOWN_DRAIN_SECONDS:=5}"
DATA=$(mktemp -d)
chmod 755 "$DATA"
head -c "${SLOW_KB}k" /dev/zero > "$DATA/slow"
sed -e "s|\${HOST}|$HOST|" -e "s|\${PORT}|$PORT|" -e "s|\${DATA}|$DATA|" \
    -e "s|\${SHUTDOWN_KEEP_ALIVE_SECONDS}|$SHUTDOWN_KEEP_ALIVE_SECONDS|" nginx.conf.template > "$DATA/nginx.conf"
[ $# -gt 0 ] || set -- -g "daemon off; worker_shutdown_timeout ${SHUTDOWN_DRAIN_SECONDS}s;"
exec nginx -c "$DATA/nginx.conf" "$@"
