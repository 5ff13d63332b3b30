#!/usr/bin/env bash
# Style, borders, file sizes and the release settings.
source "$(dirname "$0")/lib.sh"

linter=$("$root/scripts/tool.sh" golangci-lint)
failed=0

say '==> golangci-lint'
for module in $(modules) tools; do
  (cd "$root/$module" && beating "$linter" run --allow-serial-runners --config "$root/.golangci.yml" ./...) || failed=1
done

say '==> go.mod and go.sum, as go mod tidy leaves them'
for module in $(modules); do
  (cd "$root/$module" && go mod tidy -diff) || { say "Not tidy: run go mod tidy in $module."; failed=1; }
done

say '==> borders between folders, each broken once on purpose'
(cd "$root/tools" && beating go run ./borders -lint "$linter" -root "$root") || failed=1

say '==> file sizes and empty folders'
(cd "$root/tools" && beating go run ./house "$root") || failed=1

say '==> .goreleaser.yml, read as goreleaser reads it'
(cd "$root/tools/releasecheck" && beating go run . "$root/.goreleaser.yml") || failed=1

say '==> scripts'
for script in "$root"/scripts/*.sh "$root/.ci/run"; do bash -n "$script" || failed=1; done

[ "$failed" -eq 0 ] || die 'Lint found faults; they are listed above.'
say '==> lint passed'
