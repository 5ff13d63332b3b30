#!/bin/sh
# Sidekiq takes its timeout as an argument only. The exec makes it the process
# that gets the signals. After the timeout it gives jobs back for up to 3.5 s,
# which are in the profile's cleanup.
set -eu
cd "$(dirname "$0")"
exec sidekiq --require ./worker.rb --concurrency 4 --timeout "${SHUTDOWN_DRAIN_SECONDS:-5}" "$@"
