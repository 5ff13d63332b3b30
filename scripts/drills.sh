#!/usr/bin/env bash
# Stops every example app and every real server of the framework table under
# load. The short form, for CI, plays each once: scripts/drills.sh [short]
source "$(dirname "$0")/lib.sh"

build_progress
export PATH=$PATH:/usr/sbin
cd "$root"
if [ "${1-}" = short ]; then
  began=$SECONDS
  # Those behind an app first, as the others have flags of their own.
  { (cd examples/apps/rabbit-worker && tested go test -tags drills -count=1 -timeout 5m -json .) &&
    (cd examples/apps/redis-streams && tested go test -tags drills -count=1 -timeout 5m -json .) &&
    tested go test -tags drills -short -count=1 -timeout 5m -parallel 4 -p 1 -json ./drill/stores ./drill/amqp &&
    tested go test -tags drills -count=1 -timeout 5m -run '^TestSQS_boto3$' -json ./drill &&
    tested go test -tags drills -short -count=1 -timeout 20m -parallel 6 -json ./examples/apps/drills -args -at-once 5; } |
    "$cache/bin/progress" || { say "The drills failed after $((SECONDS - began)) s."; exit 1; }
  say "==> drills passed in $((SECONDS - began)) s"
  exit
fi
for folder in rabbit-worker redis-streams; do
  (cd "examples/apps/$folder" && go test -tags drills -count=1 -timeout 5m -v .)
done
go test -tags drills -count=1 -timeout 20m -p 1 -v ./drill/stores ./drill/amqp
go test -tags drills -count=1 -timeout 5m -run '^TestSQS_boto3$' -v ./drill
exec go test -tags drills -count=1 -timeout 2h -v ./examples/apps/drills "$@"
