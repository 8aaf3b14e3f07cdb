#!/usr/bin/env bash
# A Slurm job array that sums up the parts of a data set: each task makes the moments of the files that are its share.
#
#   array=$(sbatch --parsable --array=0-1 moments-array.sh FOLDER --lookback 512 --horizon 96)
#   sbatch --dependency=afterok:$array --wrap "forecast solve FOLDER/*.moments -o model.safetensors"
#
# FOLDER lies on a file system that all nodes see and holds the parts as *.csv. A task that is told to go is simply run again: its files
# are there or not, never half of one.
#SBATCH --job-name=forecast-moments
#SBATCH --cpus-per-task=1
#SBATCH --time=01:00:00
#SBATCH --requeue
set -euo pipefail

folder=$1
shift
number=$((SLURM_ARRAY_TASK_ID - SLURM_ARRAY_TASK_MIN))
place=0
for part in "$folder"/*.csv; do
  if [ $((place++ % SLURM_ARRAY_TASK_COUNT)) -eq "$number" ]; then
    "${FORECAST:-forecast}" moments "$part" -o "${part%.csv}.moments" "$@" --threads "${SLURM_CPUS_PER_TASK:-1}"
  fi
done
