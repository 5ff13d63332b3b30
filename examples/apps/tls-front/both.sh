#!/bin/sh
# nginx and the app in one container, as they are often run: both.sh APP. The signal
# goes to both at once, so the app has gone while nginx still has requests for it.
set -eu
cd "$(dirname "$0")"
: "${HOST:=0.0.0.0}" "${PORT:=18443}" "${APP_PORT:=$((PORT - 10000))}"
export APP_PORT
HOST=127.0.0.1 PORT=$APP_PORT "$@" &
app=$!
HOST=$HOST PORT=$PORT ./front.sh &
front=$!
trap 'kill -TERM "$app" "$front"; wait; exit 0' TERM QUIT
wait
