#!/usr/bin/env bash
# The parity test on the wire: the real Terraform against moto, compared with the
# CDK templates. It takes about 25 minutes on two cores, needs no AWS account, and
# says what it does. Arguments go to go test: -run TestInterruptions.
source "$(dirname "$0")/lib.sh"

"$root/scripts/parity-tools.sh"
build_progress
cd "$root"
began=$SECONDS
say '==> parity on the wire (the first run compiles for some minutes)'
tested go test -json -tags parity -timeout 60m -parallel 8 "$@" ./internal/parity | "$cache/bin/progress" || die "Parity failed after $((SECONDS - began)) s."
say "==> parity passed in $((SECONDS - began)) s"
