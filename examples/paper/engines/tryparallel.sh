#!/bin/bash
# Does the smoke preset's grid by GNU parallel, kills one part's process while it trains, and compares what comes out with one
# undisturbed process. Needs Debian's package parallel. From the project's folder:
#
#   examples/paper/engines/tryparallel.sh [experiments…]        default: all of them
set -euo pipefail
engines=examples/paper/engines
source "$engines/trialSteps.sh"

work=$(mktemp -d)
engine=
end() {
  if [ -n "$engine" ]; then kill "$engine" 2>/dev/null || true; fi
  echo "Logs and results: $work"
}
trap end EXIT

trains() { grep -q "^part $1.*epoch 1:" "$work/parallel.log"; }
starts() { grep -c "^part $1.*runs: " "$work/parallel.log"; }

parallel --version | head -1
JOBS=3 "$engines/parallel.sh" 3 --out "$work/runs" "$@" >"$work/parallel.log" &
engine=$!
until_true 120 'part 1 trains' trains 1
kill -9 "$(runner_of "$work/runs" 1)" && echo 'Part 1: its process is killed'
wait "$engine"
engine=
for part in 1 2 3; do echo "Part $part: started $(starts $part) times"; done
[ "$(starts 1)" -eq 2 ]
compare_with_one "$work" "$work/runs" "$@"
