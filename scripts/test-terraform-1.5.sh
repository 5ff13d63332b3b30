#!/usr/bin/env bash
# The provider's tests on the oldest Terraform that people still run. It knows
# no provider-defined functions, so their tests skip themselves, by name.
source "$(dirname "$0")/lib.sh"

TF_ACC_TERRAFORM_PATH=$("$root/scripts/tool.sh" terraform-1.5)
export TF_ACC_TERRAFORM_PATH
build_progress
say "==> the provider's tests on Terraform 1.5"
cd "$root"
tested go test -json -timeout 20m ./provider/... | "$cache/bin/progress"
