#!/usr/bin/env bash
# The quickstart on the real Terraform, in a copy, without an AWS account.
source "$(dirname "$0")/lib.sh"

bold='' plain=''
if [ -t 1 ]; then bold=$(printf '\033[1m') plain=$(printf '\033[0m'); else export TF_CLI_ARGS=-no-color; fi

# step WORDS COMMAND...: show what a person would type, then do it.
step() {
  printf '\n%s# %s%s\n' "$bold" "$1" "$plain"
  shift
  printf '%s$ %s%s\n' "$bold" "$*" "$plain"
  "$@"
}

# quietly NAME COMMAND...: a step that says nothing a newcomer needs.
quietly() {
  local log=$scratch/$1.log
  shift
  "$@" >"$log" 2>&1 || { cat "$log" >&2; die "That failed: $*"; }
}

began=$SECONDS
binary=$("$root/scripts/tool.sh" terraform)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

say '==> building the provider and the command line (some minutes the first time)'
mkdir -p "$root/bin"
(cd "$root" && CGO_ENABLED=0 beating go build -trimpath -ldflags '-s -w' -o bin/ . ./cmd/graceful)

# Terraform finds the provider in a mirror on disk, as it would in the registry.
mirror=$scratch/mirror/registry.terraform.io/graceful-ecs/graceful/0.0.1/$(go env GOOS)_$(go env GOARCH)
mkdir -p "$mirror"
cp "$root/bin/terraform-provider-graceful" "$mirror/terraform-provider-graceful_v0.0.1"
cat >"$scratch/cli.tfrc" <<CLI
provider_installation {
  filesystem_mirror {
    path    = "$scratch/mirror"
    include = ["graceful-ecs/graceful"]
  }
}
CLI
export TF_CLI_CONFIG_FILE=$scratch/cli.tfrc CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1
export PATH=$root/bin:$PATH

# A function, so that the demo shows the word a person types.
terraform() { "$binary" "$@"; }

cp -R "$root/examples/terraform/quickstart" "$scratch/quickstart"
cd "$scratch/quickstart"
rm -rf .terraform .terraform.lock.hcl terraform.tfstate*

step 'One profile in, every number out.' graceful settings profiles/api.yaml
quietly init terraform init -input=false
step 'The same in Terraform, for three services: what a plan shows.' terraform plan -input=false
quietly apply terraform apply -input=false -auto-approve

# The demo changes the profile as a person would, and must see the plan follow.
longest=$(sed -n 's/^longest_work: *\([0-9]*\).*/\1/p' profiles/api.yaml)
sed "s/^longest_work:.*/longest_work: $((longest + 20))/" profiles/api.yaml >"$scratch/api.yaml"
cp "$scratch/api.yaml" profiles/api.yaml
step "longest_work of the API goes from $longest to $((longest + 20)): the plan shows what follows." terraform plan -input=false | tee "$scratch/plan.log"
grep -q -e '->' "$scratch/plan.log" || die 'The plan shows no change, though the profile changed.'

printf 'workload: http\nlongest_work: 85\ncapacity: spot\n' >profiles/api.yaml
if step 'A promise that Spot cannot keep is refused, with each way out.' graceful settings profiles/api.yaml; then
  die 'A promise that cannot be kept was accepted.'
fi

cp "$root/examples/terraform/quickstart/profiles/api.yaml" profiles/api.yaml
step 'How a deployment stops one task.' graceful timeline profiles/api.yaml --cause deployment

source "$root/scripts/sidebyside.sh"

printf '\n'
say "==> demo done in $((SECONDS - began)) s. Next: README.md, and docs/guides/stop-model.md for the model."
