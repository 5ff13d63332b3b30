#!/bin/sh
# nginx speaks TLS before the app. Its certificate is made here, as the load balancer
# looks at none. The exec at the end makes nginx the process that gets the signals.
set -eu
cd "$(dirname "$0")"
: "${HOST:=0.0.0.0}" "${PORT:=8443}" "${APP_PORT:=8080}" "${SHUTDOWN_KEEP_ALIVE_SECONDS:=65}" "${SHUTDOWN_DRAIN_SECONDS:=5}"
DATA=$(mktemp -d)
chmod 755 "$DATA"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 -subj /CN=tls-front \
    -keyout "$DATA/key.pem" -out "$DATA/cert.pem" 2>/dev/null
sed -e "s|\${HOST}|$HOST|" -e "s|\${PORT}|$PORT|" -e "s|\${APP_PORT}|$APP_PORT|" -e "s|\${DATA}|$DATA|" \
    -e "s|\${SHUTDOWN_KEEP_ALIVE_SECONDS}|$SHUTDOWN_KEEP_ALIVE_SECONDS|" nginx.conf.template > "$DATA/nginx.conf"
exec nginx -c "$DATA/nginx.conf" -g "daemon off; worker_shutdown_timeout ${SHUTDOWN_DRAIN_SECONDS}s;"
