# Shared by the scripts in this folder; sourced, never run.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# What is built once is kept here. The default is a folder that git ignores;
# a person with several clones points all of them at one folder.
cache=${GRACEFUL_CACHE:-$root/.cache}
mkdir -p "$cache/bin" "$cache/log"

# Each module is built by its own go.mod, as those who use it build it, whatever
# workspace somebody has made around the clone.
export GOWORK=off

# modules: the folders of this repository's Go modules, but for those in tools,
# which pin other people's programs.
modules() {
  git -C "$root" ls-files --cached --others --exclude-standard -- go.mod '*/go.mod' | grep -v '^tools/' | xargs -n 1 dirname
}

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# at_least HAVE WANT: is the version HAVE (1.11.4, go1.26.8, v20.1) WANT or later?
at_least() {
  local have=${1#go} want=$2 h w i
  have=${have#v}
  for i in 1 2 3; do
    h=$(printf '%s' "$have." | cut -d. -f"$i" | sed 's/[^0-9].*//')
    w=$(printf '%s' "$want." | cut -d. -f"$i")
    [ "${h:-0}" -gt "${w:-0}" ] && return 0
    [ "${h:-0}" -lt "${w:-0}" ] && return 1
  done
  return 0
}

# patiently LOG COMMAND...: run a long command with its output in a log, say
# every 20 seconds how far the log is, and show its end if the command fails.
patiently() {
  local log=$1 began=$SECONDS said=$SECONDS pid
  shift
  "$@" >"$log" 2>&1 &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 1
    if [ $((SECONDS - said)) -ge 20 ]; then
      said=$SECONDS
      say "    … $((SECONDS - began)) s, $(wc -l <"$log" | tr -d ' ') lines of $log, now: $(tail -n 1 "$log" | cut -c 1-100)"
    fi
  done
  if ! wait "$pid"; then
    tail -n 30 "$log" >&2
    die "That failed after $((SECONDS - began)) s; the whole log is in $log"
  fi
  say "    done in $((SECONDS - began)) s"
}

# beating COMMAND...: run a command that may be silent for long, and say every 15
# seconds that it still runs.
beating() {
  local began=$SECONDS said=$SECONDS what="$*" beat status=0
  # Short sleeps: the last one outlives the loop and may hold a reader up.
  while sleep 1 && kill -0 $$ 2>/dev/null; do
    if [ $((SECONDS - said)) -ge 15 ]; then
      said=$SECONDS
      say "    … $((SECONDS - began)) s, still at: ${what:0:70}"
    fi
  done >/dev/null &
  beat=$!
  "$@" || status=$?
  kill "$beat" 2>/dev/null || true
  wait "$beat" 2>/dev/null || true
  return "$status"
}

# within SECONDS COMMAND...: run a command, and end it when its time is over.
within() {
  local limit=$1 pid
  shift
  "$@" &
  pid=$!
  for ((; limit > 0; limit--)); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 1
  done
  kill "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null
}

# build_progress: build what reads the events of `go test -json`. Scripts that run
# at once do not see each other's half of it.
build_progress() {
  local half=$cache/bin/.progress.$$
  (cd "$root/tools" && go build -o "$half" ./progress)
  mv "$half" "$cache/bin/progress"
}

# tested COMMAND...: run a `go test -json` whose events are read by progress. A
# go command that fails before any test has no event for it, so one is added.
tested() {
  "$@" || echo '{"Action":"build-fail","ImportPath":"go test"}'
}
