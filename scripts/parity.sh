#!/usr/bin/env bash
# The parity test on the wire: the real Terraform against moto, compared with the
# CDK templates. It takes about ten minutes, most of it waiting for SQS and needs no AWS account.
source "$(dirname "$0")/lib.sh"

"$root/scripts/parity-tools.sh"
cd "$root"
exec go test -tags parity -timeout 30m "$@" ./internal/parity
