#!/usr/bin/env bash
# Says in a sentence what is missing before anything fails with a stack of
# errors: scripts/prerequisites.sh [go] [node] [git]
source "$(dirname "$0")/lib.sh"

need_go() {
  local want have
  want=$(sed -n 's/^go //p' "$root/go.mod")
  command -v go >/dev/null || die "Go is missing: install Go $want or later from https://go.dev/dl and run this again."
  have=$(cd "$root" && go env GOVERSION 2>/dev/null) || have=$(GOTOOLCHAIN=local go env GOVERSION 2>/dev/null || echo unknown)
  at_least "$have" "$want" || die "Go is too old ($have): install Go $want or later from https://go.dev/dl, or set GOTOOLCHAIN=auto so that Go fetches it."
}

need_node() {
  command -v node >/dev/null || die "Node.js is missing: the CDK tests run CDK on it. Install Node.js 20 or later from https://nodejs.org and run this again."
  at_least "$(node --version)" 20 || die "Node.js is too old ($(node --version)): the CDK tests need Node.js 20 or later from https://nodejs.org."
}

need_git() {
  command -v git >/dev/null || die "git is missing: install it with your system's package manager (for Debian: apt-get install git) and run this again."
}

for tool in "$@"; do "need_$tool"; done
