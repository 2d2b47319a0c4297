#!/bin/bash
# One part of the grid of experiments in each task of a Slurm job array. From the project's folder, which all nodes see:
#
#   sbatch --array=1-8 examples/paper/engines/slurm.sh --data fer2013.csv --preset laptop --seeds 5 --out runs/paper
#
# When all tasks are done, the same options without --shard merge: npm run paper -- --data fer2013.csv … --out runs/paper
# A task that is requeued, by whatever cause, goes on from its checkpoints. To send single tasks again, say how many parts
# there are: PARTS=8 sbatch --array=3,5 …
#
#SBATCH --job-name=paper
#SBATCH --output=slurm-%A_%a.log
#SBATCH --open-mode=append
#SBATCH --requeue
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --mem=4G
#SBATCH --time=12:00:00
# Five minutes before the time is up the task stops after its step, and is queued again.
#SBATCH --signal=B:USR1@300

part="${SLURM_ARRAY_TASK_ID:?only in a job array: sbatch --array=1-8 …}/${PARTS:-$SLURM_ARRAY_TASK_COUNT}"
task="${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"
# How often a task that was killed (out of memory, by hand) is queued again.
most_restarts=3

again=no
trap 'again=yes; kill -TERM "$runner"' USR1
trap 'kill -TERM "$runner"' TERM INT

echo "$task: part $part on $(hostname), start $((${SLURM_RESTART_COUNT:-0} + 1))"
node --import tsx examples/paper/main.ts "$@" --shard "$part" &
runner=$!
code=0
# A trapped signal ends wait before the runner has ended.
while kill -0 "$runner" 2>/dev/null; do
  wait "$runner"
  code=$?
done

# 130: stopped on request, everything is kept. Above 128 otherwise: killed.
if [ "$code" -gt 128 ] && [ "$code" -ne 130 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt "$most_restarts" ]; then again=yes; fi
if [ "$code" -ne 0 ] && [ "$again" = yes ]; then
  echo "$task: ended with $code, is queued again"
  scontrol requeue "$task"
fi
exit "$code"
