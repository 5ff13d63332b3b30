#!/usr/bin/env bash
# Every fuzz target in turn, since go test takes one at a time.
source "$(dirname "$0")/lib.sh"

duration=${1:-1m}
found=0
for module in $(modules); do
  cd "$root/$module"
  for package in $(go list ./...); do
    for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
      found=$((found + 1))
      say "==> ${package##*/}: $target for $duration"
      go test -run '^$' -fuzz "^$target\$" -fuzztime "$duration" "$package"
    done
  done
done
[ "$found" -gt 0 ] || die 'No fuzz target was found.'
say "==> $found fuzz targets, each for $duration"
