#!/usr/bin/env bash
# Prints the path of the hashicorp/aws provider: one that is there, else the
# registry's, else one built once from the module proxy, which takes about half an
# hour on two cores. With --quickly nothing is built: it fails where none is there
# and the registry does not answer within 20 seconds.
source "$(dirname "$0")/lib.sh"

# The same version as AWSVersion in internal/parity/tools.go, and the commit of
# that release, which the module proxy knows by a version of its own.
aws_version=6.50.0
aws_module=github.com/hashicorp/terraform-provider-aws@v1.60.1-0.20260602190131-5f2286d6d836

aws=${GRACEFUL_AWS_PROVIDER:-$cache/bin/terraform-provider-aws}
gopath_aws=$(go env GOPATH)/bin/terraform-provider-aws
terraform=${GRACEFUL_TERRAFORM:-$("$root/scripts/tool.sh" terraform)}

# from_registry: let Terraform download the provider, and keep the binary.
from_registry() {
  local dir
  dir=$(mktemp -d)
  printf 'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws", version = "%s" }\n  }\n}\n' "$aws_version" >"$dir/main.tf"
  (cd "$dir" && env -u TF_CLI_CONFIG_FILE "$terraform" init -input=false -no-color >"$cache/log/aws-registry" 2>&1) || { rm -rf "$dir"; return 1; }
  install -m 755 "$dir"/.terraform/providers/registry.terraform.io/hashicorp/aws/"$aws_version"/*/terraform-provider-aws_v* "$cache/bin/terraform-provider-aws"
  rm -rf "$dir"
}

# answers: does the registry give Terraform a provider that is small?
answers() {
  local dir status=0
  dir=$(mktemp -d)
  printf 'terraform {\n  required_providers {\n    null = { source = "hashicorp/null", version = "3.2.4" }\n  }\n}\n' >"$dir/main.tf"
  within 20 env -u TF_CLI_CONFIG_FILE "$terraform" -chdir="$dir" init -input=false -no-color >"$cache/log/aws-registry" 2>&1 || status=$?
  rm -rf "$dir"
  return "$status"
}

quickly=
if [ "${1-}" = --quickly ]; then quickly=yes; fi
[ ! -x "$aws" ] && [ -x "$gopath_aws" ] && aws=$gopath_aws
if [ -x "$aws" ]; then
  say "==> hashicorp/aws: $aws"
  printf '%s\n' "$aws"
  exit
fi

# Two builds at once would take twice as long; the second waits for the first.
if command -v flock >/dev/null; then
  exec 9>"$cache/aws-provider.lock"
  if ! flock -n 9; then
    [ -z "$quickly" ] || { say "==> hashicorp/aws $aws_version is being built by another run"; exit 1; }
    say "==> hashicorp/aws $aws_version is being built by another run, which this one waits for; its log is $cache/log/aws-build"
    beating flock 9
  fi
fi

if [ ! -x "$aws" ]; then
  aws=$cache/bin/terraform-provider-aws
  say "==> hashicorp/aws $aws_version: asking the registry, for at most 20 s"
  if answers && say '==> the registry answers: downloading' && beating from_registry; then
    :
  elif [ -n "$quickly" ]; then
    say '==> the registry does not answer'
    exit 1
  else
    say "==> the registry does not answer; hashicorp/aws $aws_version from the module proxy, built once (about half an hour on two cores)"
    GOBIN=$cache/bin patiently "$cache/log/aws-build" go install -v -trimpath -ldflags='-s -w' "$aws_module"
  fi
fi
say "==> hashicorp/aws: $aws"
printf '%s\n' "$aws"
