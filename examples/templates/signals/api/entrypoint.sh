#!/bin/sh
set -e
if [ -n "$MIGRATE" ]; then
  flask db upgrade
fi
exec "$@"
