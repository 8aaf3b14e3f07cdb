#!/usr/bin/env bash
# A Slurm job array that shares one sweep: each task runs every N-th cell, many short runs one after another.
#
#   sbatch --array=0-7 slurm-array.sh SPEC FOLDER        then, when all are done:  forecast sweep collect FOLDER
#
# FOLDER lies on a file system that all nodes see. Two minutes before the time limit, or when the task is to make room,
# the program is told, keeps the state of the run it is at, and exits with 75; the task then goes back into the queue.
#SBATCH --job-name=forecast-sweep
#SBATCH --cpus-per-task=2
#SBATCH --time=01:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --signal=B:USR1@120
set -uo pipefail

spec=$1 folder=$2
shard=$((SLURM_ARRAY_TASK_ID - SLURM_ARRAY_TASK_MIN))/$SLURM_ARRAY_TASK_COUNT

"${FORECAST:-forecast}" sweep "$spec" --output "$folder" --shard "$shard" --threads "${SLURM_CPUS_PER_TASK:-1}" &
program=$!
trap 'kill -USR1 "$program" 2>/dev/null' USR1 TERM

# A signal ends `wait` before the program has ended.
while kill -0 "$program" 2>/dev/null; do wait "$program"; done
wait "$program"
status=$?

if [ "$status" -eq 75 ]; then
  echo "shard $shard: state kept, back into the queue"
  scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
fi
exit "$status"
