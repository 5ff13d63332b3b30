#!/usr/bin/env bash
# Plays each drill that must be right 20 times of 20, at the rates 5, 50 and 300 and
# behind both load balancers, so often: false passes, false alarms, planted faults and
# good apps. It takes about four hours, and wants the machine for itself: on a busy one
# drills are played again.
#
#   make drills-often                       all parts
#   scripts/drills-often.sh stores kafka    these parts
#   TIMES=3 scripts/drills-often.sh leaks   three times each
#
# The parts: answers transport containers receives deletes leaks kafka stores rabbit
# behind stops good. good plays each good app 100 times while a loop holds every
# processor.
source "$(dirname "$0")/lib.sh"

times=${TIMES:-20}
scratch=$(mktemp -d)
loops=()
trap 'kill "${loops[@]}" 2>/dev/null; rm -rf "$scratch"' EXIT
export PATH=$PATH:/usr/sbin
cd "$root"

# play NAME FOLDER ARGUMENTS...: the tests of a folder, compiled before they begin, so
# that nothing is beside them.
failed=()
play() {
  local name=$1 folder=$2 began=$SECONDS log=$cache/log/often-$1
  shift 2
  say "==> $name: compiling"
  (cd "$folder" && go test -tags drills -c -o "$scratch/$name.test" .)
  say "==> $name: playing"
  # The log takes what both outputs say, and a person what is said of the waiting.
  logged() { (cd "$folder" && "$scratch/$name.test" -test.v -test.timeout 6h "$@") >"$log" 2>&1; }
  if beating logged "$@"; then
    say "==> $name passed in $((SECONDS - began)) s"
  else
    say "==> $name FAILED in $((SECONDS - began)) s; the whole of it is in $log"
    failed+=("$name")
  fi
  # How often each was right.
  sed -nE -e 's/^[0-9/]+ [0-9:]+ (.*), [0-9]+: (.*)/\1: \2/p' -e '/ of [0-9]+(,.*)?$/p' -e '/ right, /p' "$log" | sort | uniq -c
}

part() {
  case $1 in
    answers) play answers drill -test.run '^TestTable_answers$' -answers-repeat "$times" ;;
    transport) play transport drill -test.run '^TestTransport_(goodHeld|neverHeld)$' -test.parallel 4 -transport-repeat "$times" ;;
    containers) play containers drill -test.run '^TestContainers_often$' -test.parallel 4 -containers-repeat "$times" ;;
    receives) play receives drill -test.run '^TestRun_openReceives$' -times "$times" ;;
    deletes) play deletes drill -test.run '^TestRun_deletesB' -times "$times" ;;
    leaks) play leaks drill -test.run '^TestRun_(leaks|workerLeaksDaemon)$' -times "$times" ;;
    kafka) play kafka drill -test.run '^TestRun_consumers$' -test.parallel 7 -times "$times" ;;
    stores) play stores drill/stores -test.run '^TestDrill_' -test.parallel 4 -stores-repeat "$times" ;;
    rabbit) play rabbit drill/amqp -test.run '^TestDrill_' -test.parallel 4 -workers-repeat "$times" ;;
    behind) play behind examples/apps/drills -test.run '^TestBehind$' -repeat $(((times + 3) / 4)) -at-once 4 -attempts 60 -behind "$cache/log/often-behind.md" ;;
    stops) play stops examples/apps/drills -test.run '^(TestHeartbeatStops|TestConsumers)$' -test.parallel 4 ;;
    good)
      for ((i = 0; i < $(getconf _NPROCESSORS_ONLN); i++)); do
        (while :; do :; done) &
        loops+=($!)
      done
      play good examples/apps/drills -test.run '^TestApps$' -test.short -repeat $((times * 5)) -at-once 2 -attempts 60 -table "$cache/log/often-good.md"
      kill "${loops[@]}"
      loops=()
      ;;
    *) die "there is no part $1: see the head of scripts/drills-often.sh" ;;
  esac
}

if [ $# -eq 0 ]; then
  set -- answers transport containers receives deletes leaks kafka stores rabbit behind stops good
fi
for name in "$@"; do part "$name"; done
[ ${#failed[@]} -eq 0 ] || die "not right each time: ${failed[*]}"
