#!/usr/bin/env bash
# Every test in the repository, with a line for each package as it finishes.
source "$(dirname "$0")/lib.sh"

TF_ACC_TERRAFORM_PATH=$("$root/scripts/tool.sh" terraform)
export TF_ACC_TERRAFORM_PATH
say "==> Terraform: $TF_ACC_TERRAFORM_PATH"

build_progress

say '==> go vet'
modules=$(modules)
for module in $modules; do (cd "$root/$module" && beating go vet ./...); done

say '==> tests (the first run compiles for some minutes before the first line)'
began=$SECONDS
cd "$root"
# These measure time or move real traffic, so nothing else may run beside them.
# They come first; whoever waits for their end is told by the file $TIMED_OVER.
alone=$(go list ./... | grep -E '/(drill|internal/pid1)$' || true)
rest=$(go list ./... | grep -v -x -F -e "${alone:-none}")
{
  if [ -n "$alone" ]; then tested go test -json -timeout 20m -p 1 $alone; fi
  [ -z "${TIMED_OVER-}" ] || touch "$TIMED_OVER"
  tested go test -json -timeout 20m $rest
  # The other modules' tests read files outside their module, which go does not
  # watch, so that a kept result might be an old one.
  for module in $modules; do
    [ "$module" = . ] || (cd "$module" && tested go test -json -timeout 20m -count=1 -p 1 ./...)
  done
  cd tools && tested go test -json -count=1 ./...
} | "$cache/bin/progress" || { say "The tests failed after $((SECONDS - began)) s."; exit 1; }
say "==> tests passed in $((SECONDS - began)) s"
