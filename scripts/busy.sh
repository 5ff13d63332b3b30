#!/usr/bin/env bash
# Tests on a busy machine. While a loop holds each processor:
#
#   make test-busy                    the packages that wait for real time, 20 times
#   scripts/busy.sh 3                 the same, 3 times
#   scripts/busy.sh clones 5          make test in 5 fresh clones of the last commit
#
# Every run must pass. A drill that the machine was too late for is played again;
# none is skipped. The clones share one folder of tools, $GRACEFUL_CACHE.
source "$(dirname "$0")/lib.sh"

# The loops end with this script, however it ends.
loops=()
scratch=$(mktemp -d)
trap 'kill "${loops[@]}" 2>/dev/null; rm -rf "$scratch"' EXIT
processors=$(getconf _NPROCESSORS_ONLN)

hold() {
  local i
  say "==> $processors loops hold the $processors processors"
  for ((i = 0; i < processors; i++)); do
    (while :; do :; done) &
    loops+=($!)
  done
}

passed=0 runs=0 began=$SECONDS
# run NAME COMMAND...: one run, whose end is shown when it fails.
run() {
  local name=$1 start=$SECONDS log
  shift
  log=$scratch/$((++runs)).log
  if "$@" >"$log" 2>&1; then
    passed=$((passed + 1))
    say "    $name passed in $((SECONDS - start)) s"
  else
    say "    $name FAILED in $((SECONDS - start)) s:"
    tail -n 200 "$log" >&2
  fi
}

cd "$root"
if [ "${1-}" = clones ]; then
  times=${2:-5}
  hold
  for ((n = 1; n <= times; n++)); do
    git clone -q "$root" "$scratch/clone"
    run "make test, clone $n of $times" beating env GRACEFUL_CACHE="$cache" make -C "$scratch/clone" test
    rm -rf "$scratch/clone"
  done
else
  times=${1:-20}
  folders='drill internal/pid1 lifecycle lifecycle/tests lifecycle/drainwatch lifecycle/drainwatch/tests cmd/graceful'
  say "==> compiling the tests of $folders"
  # Each in its own module, and run where go test runs it: in its own folder.
  for folder in $folders; do (cd "$folder" && beating go test -c -o "$scratch/${folder//\//-}.test" .); done
  hold
  for ((n = 1; n <= times; n++)); do
    for folder in $folders; do
      run "$folder, $n of $times" sh -c 'cd "$1" && exec "$2" -test.timeout 30m' sh "$folder" "$scratch/${folder//\//-}.test"
    done
  done
fi
say "==> $passed of $runs runs passed in $((SECONDS - began)) s"
[ "$passed" -eq "$runs" ]
