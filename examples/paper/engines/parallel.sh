#!/bin/bash
# The whole grid of experiments by GNU parallel, on this machine or on several. From the project's folder:
#
#   examples/paper/engines/parallel.sh 8 --data fer2013.csv --preset laptop --seeds 5 --out runs/paper
#
# cuts the grid into 8 parts, works on as many at a time as there are cores (or JOBS=2), and merges at the end. A part that is
# killed is started again, three times at most, and goes on from its checkpoints; so does the same command after Ctrl-C. Other
# machines need the project and the output folder under the same paths:
#
#   PARALLEL='--sshlogin 4/first,8/second --workdir .' examples/paper/engines/parallel.sh 12 --out /shared/runs …

parts=${1:?how many parts}
shift

# A minute to stop in, for a runner that is told to stops after its step and ends at once when it is told twice.
parallel --quote --jobs "${JOBS:-100%}" --retries 4 --line-buffer --tagstring 'part {}' --termseq TERM,60000,KILL,100 \
  node --import tsx examples/paper/main.ts "$@" --shard "{}/$parts" ::: $(seq "$parts") || exit

node --import tsx examples/paper/main.ts "$@"
