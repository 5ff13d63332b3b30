#!/usr/bin/env bash
# Every test in the repository, with a line for each package as it finishes.
source "$(dirname "$0")/lib.sh"

TF_ACC_TERRAFORM_PATH=$("$root/scripts/tool.sh" terraform)
export TF_ACC_TERRAFORM_PATH
say "==> Terraform: $TF_ACC_TERRAFORM_PATH"

(cd "$root/tools" && go build -o "$cache/bin/progress" ./progress)

say '==> go vet'
(cd "$root" && beating go vet ./...)

say '==> tests (the first run compiles for some minutes before the first line)'
began=$SECONDS
cd "$root"
# These measure time or move real traffic, so nothing else may run beside them.
alone=$(go list ./... | grep -E '/(drill|internal/pid1|lifecycle)$' || true)
rest=$(go list ./... | grep -v -x -F -e "${alone:-none}")
{
  tested go test -json -timeout 20m $rest
  if [ -n "$alone" ]; then tested go test -json -timeout 20m -p 1 $alone; fi
  cd tools && tested go test -json ./...
} | "$cache/bin/progress" || { say "The tests failed after $((SECONDS - began)) s."; exit 1; }
say "==> tests passed in $((SECONDS - began)) s"
