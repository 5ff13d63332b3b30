#!/usr/bin/env bash
# Writes everything that is generated: golden files, the outputs and pictures
# in the documents, the formats of examples, the provider's docs, the modules'
# tables. CI runs it and fails if anything changes.
source "$(dirname "$0")/lib.sh"

terraform=$("$root/scripts/tool.sh" terraform)
tfplugindocs=$("$root/scripts/tool.sh" tfplugindocs)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$root"

say '==> Go and Terraform formats'
gofmt -l -w $(git ls-files --cached --others --exclude-standard '*.go')
for folder in examples modules; do
  if [ -d "$folder" ]; then TF_CLI_CONFIG_FILE=/dev/null "$terraform" fmt -recursive "$folder"; fi
done

say '==> golden files'
for package in $(git grep -l --untracked 'flag.Bool("update"' -- '*_test.go' | xargs -n 1 dirname | sort -u); do
  # Only the tests in files that deal with golden files: the rest writes nothing.
  tests=$(grep -l -e 'golden(' -e '\*update' "$package"/*_test.go | xargs sed -n 's/^func \(Test[A-Za-z0-9_]*\)(.*/\1/p' | paste -sd '|' -)
  say "    $package"
  beating go test "./$package" -count=1 -run "^($tests)\$" -update
done

say '==> outputs and pictures in the documents'
CGO_ENABLED=0 go build -trimpath -o "$scratch/graceful" ./cmd/graceful
beating go run ./internal/embed -graceful "$scratch/graceful" README.md templates/guides/*.md

say '==> docs of the provider'
CGO_ENABLED=0 go build -trimpath -o "$scratch/terraform-provider-graceful" .
mkdir "$scratch/schema"
cat >"$scratch/cli.tfrc" <<CLI
provider_installation {
  dev_overrides {
    "graceful-ecs/graceful" = "$scratch"
  }
  direct {}
}
CLI
cp examples/provider/provider.tf "$scratch/schema/main.tf"
(cd "$scratch/schema" && CHECKPOINT_DISABLE=1 TF_CLI_CONFIG_FILE=$scratch/cli.tfrc "$terraform" providers schema -json) |
  # tfplugindocs knows a provider by its bare name or as HashiCorp's.
  sed 's#"registry.terraform.io/graceful-ecs/graceful"#"graceful"#' >"$scratch/schema.json"
"$tfplugindocs" generate --provider-name graceful --rendered-provider-name graceful --providers-schema "$scratch/schema.json" >"$scratch/docs.log" 2>&1 || { cat "$scratch/docs.log" >&2; die 'tfplugindocs failed.'; }
"$tfplugindocs" validate --provider-name graceful --providers-schema "$scratch/schema.json" >"$scratch/docs.log" 2>&1 || { cat "$scratch/docs.log" >&2; die 'tfplugindocs finds the docs invalid.'; }

for module in modules/*/; do
  grep -qs 'BEGIN_TF_DOCS' "$module/README.md" || continue
  say "==> table of $module"
  terraform_docs=$("$root/scripts/tool.sh" terraform-docs)
  if [ -f "$module/.terraform-docs.yml" ]; then
    (cd "$module" && "$terraform_docs" -c .terraform-docs.yml .)
  else
    "$terraform_docs" markdown table --output-file README.md --output-mode inject "$module"
  fi
done
say '==> everything generated is written'
