#!/usr/bin/env bash
# Speed and size beside hashicorp/time, both built with the same flags, what
# graceful exec costs, and the load of a drill: everything that is measured in
# absolute times. It takes about ten minutes. Arguments go to the bench, for
# instance -sizes 10,1000 or -only inits.
source "$(dirname "$0")/lib.sh"

terraform=$("$root/scripts/tool.sh" terraform)
offset=$("$root/scripts/tool.sh" terraform-provider-time)
# What graceful exec is measured beside, from Debian's packages.
if ! { command -v tini && command -v dumb-init; } >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  say '==> tini and dumb-init'
  patiently "$cache/log/bench-tools" sh -c 'apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends tini dumb-init'
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$root"
CGO_ENABLED=0 GOFLAGS='' go build -buildvcs=false -trimpath -ldflags '-s -w' -o "$scratch/terraform-provider-graceful" .
CGO_ENABLED=0 GOFLAGS='' go build -buildvcs=false -trimpath -ldflags '-s -w' -o "$scratch/" ./cmd/... ./bench/least
go build -o "$scratch/bench" ./bench
"$scratch/bench" -terraform "$terraform" -graceful "$scratch/terraform-provider-graceful" \
  -time "$offset" -time-version "${offset##*-}" -inits "$scratch" -page docs/benchmarks.md "$@"
