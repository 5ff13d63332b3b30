#!/usr/bin/env bash
# Gets what the parity test on the wire needs, once: Terraform, the hashicorp/aws
# provider and moto, into the cache that the other tools share.
source "$(dirname "$0")/lib.sh"

# The same version as AWSVersion in internal/parity/tools.go, and the commit of
# that release, which the module proxy knows by a version of its own.
aws_version=6.50.0
aws_module=github.com/hashicorp/terraform-provider-aws@v1.60.1-0.20260602190131-5f2286d6d836

terraform=${GRACEFUL_TERRAFORM:-$("$root/scripts/tool.sh" terraform)}
[ -e "$cache/bin/terraform" ] || ln -s "$(command -v "$terraform")" "$cache/bin/terraform"

# from_registry: let Terraform download the provider, and keep the binary.
from_registry() {
  local dir
  dir=$(mktemp -d)
  printf 'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws", version = "%s" }\n  }\n}\n' "$aws_version" >"$dir/main.tf"
  (cd "$dir" && env -u TF_CLI_CONFIG_FILE "$terraform" init -input=false -no-color >"$cache/log/aws-registry" 2>&1) || { rm -rf "$dir"; return 1; }
  install -m 755 "$dir"/.terraform/providers/registry.terraform.io/hashicorp/aws/"$aws_version"/*/terraform-provider-aws_v* "$cache/bin/terraform-provider-aws"
  rm -rf "$dir"
}

aws=${GRACEFUL_AWS_PROVIDER:-$cache/bin/terraform-provider-aws}
gopath_aws=$(go env GOPATH)/bin/terraform-provider-aws
if [ -x "$aws" ]; then
  say "==> hashicorp/aws: $aws"
elif [ -x "$gopath_aws" ]; then
  say "==> hashicorp/aws: $gopath_aws"
elif say "==> hashicorp/aws $aws_version from the registry" && from_registry; then
  say '    done'
else
  say "==> hashicorp/aws $aws_version from the module proxy: built once, which takes about half an hour on two cores"
  GOBIN=$cache/bin patiently "$cache/log/aws-build" go install -trimpath -ldflags='-s -w' "$aws_module"
fi

if ! "${GRACEFUL_PYTHON:-python3}" -c 'import moto.server' 2>/dev/null && ! "$cache/moto/bin/python3" -c 'import moto.server' 2>/dev/null; then
  command -v python3 >/dev/null || die 'The parity test needs Python 3.9 or later in PATH, for moto, which imitates AWS.'
  say "==> moto into $cache/moto"
  patiently "$cache/log/moto" sh -c 'python3 -m venv "$1" && "$1/bin/pip" install --quiet "moto[server]==5.2.1"' sh "$cache/moto"
fi
