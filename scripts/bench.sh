#!/usr/bin/env bash
# Speed and size beside hashicorp/time, both built with the same flags, what
# graceful exec costs, and the load of a drill: everything that is measured in
# absolute times. It takes about ten minutes. Arguments go to the bench, for
# instance -sizes 10,1000 or -only inits.
source "$(dirname "$0")/lib.sh"

terraform=$("$root/scripts/tool.sh" terraform)
offset=$("$root/scripts/tool.sh" terraform-provider-time)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$root"
CGO_ENABLED=0 GOFLAGS='' go build -buildvcs=false -trimpath -ldflags '-s -w' -o "$scratch/terraform-provider-graceful" .
CGO_ENABLED=0 GOFLAGS='' go build -buildvcs=false -trimpath -ldflags '-s -w' -o "$scratch/" ./cmd/...
go build -o "$scratch/bench" ./bench
"$scratch/bench" -terraform "$terraform" -graceful "$scratch/terraform-provider-graceful" \
  -time "$offset" -time-version "${offset##*-}" -inits "$scratch" -page docs/benchmarks.md "$@"
