#!/bin/bash
# Does the smoke preset's grid under a real Slurm of one node on this machine, with disturbances, and compares what comes out
# with one undisturbed process. Needs Debian's packages slurm-wlm and munge. From the project's folder:
#
#   examples/paper/engines/tryslurm.sh [experiments…]        default: all of them
#
# Three tasks share a folder. While they train, the first loses its process (kill -9), the second is told that its time is up
# (USR1), and the third is requeued (scontrol requeue).
set -euo pipefail
engines=examples/paper/engines
source "$engines/localSlurm.sh"
source "$engines/trialSteps.sh"

work=$(mktemp -d)
end() {
  stop_slurm "$work/slurm"
  echo "Logs and results: $work"
}
trap end EXIT

trains() { grep -q 'epoch 1:' "$work/slurm-$1.log" 2>/dev/null; }
all_ended() { [ -z "$(squeue --noheader --jobs "$job" 2>/dev/null)" ]; }
fact() { scontrol show job "${job}_$1" | grep -o "$2=[^ ]*" | cut -d= -f2; }

start_slurm "$work/slurm" 3
echo "$(scontrol --version), $(sinfo --noheader --format='%D node, %c CPUs, %T')"
job=$(sbatch --parsable --array=1-3 --output="$work/slurm-%a.log" "$engines/slurm.sh" --out "$work/runs" "$@")
echo "Job $job: 3 tasks"
for task in 1 2 3; do until_true 120 "task $task trains" trains $task; done

kill -9 "$(runner_of "$work/runs" 1)" && echo 'Task 1: its process is killed'
scancel --signal=USR1 --batch "${job}_2" && echo 'Task 2: is told that its time is up'
scontrol requeue "${job}_3" && echo 'Task 3: is requeued by hand'

until_true 600 'all tasks have ended' all_ended
for task in 1 2 3; do
  echo "Task $task: $(fact $task JobState), restarts: $(fact $task Restarts)"
  if [ "$(fact $task JobState)" != COMPLETED ] || [ "$(fact $task Restarts)" -ne 1 ]; then exit 1; fi
done

echo 'Merging …'
npm run --silent paper -- "$@" --out "$work/runs" >"$work/merge.log"
if grep 'epoch [0-9]*:' "$work/merge.log"; then
  echo 'The tasks have left something undone' >&2
  exit 1
fi
compare_with_one "$work" "$work/runs" "$@"
