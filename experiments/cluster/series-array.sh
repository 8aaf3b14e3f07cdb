#!/usr/bin/env bash
# A Slurm job array that forecasts many series: each task takes one share of a long file sorted by series.
#
#   sbatch --array=0-1 series-array.sh FILE FOLDER --model auto-theta --level 80,95
#   merge.sh FOLDER > forecast.csv                     when all tasks are done
#
# FOLDER lies on a file system that all nodes see. A task that is told to go is simply run again: its file is there or not.
#SBATCH --job-name=forecast-series
#SBATCH --cpus-per-task=2
#SBATCH --time=01:00:00
#SBATCH --requeue
set -euo pipefail

here=${FORECAST_CLUSTER:-$(cd "$(dirname "$0")" && pwd)}
file=$1 folder=$2
shift 2
number=$((SLURM_ARRAY_TASK_ID - SLURM_ARRAY_TASK_MIN))

mkdir -p "$folder"
part=$(printf '%s/part-%05d.csv' "$folder" "$number")
echo "$number" | "$here/share.sh" "$file" "$SLURM_ARRAY_TASK_COUNT" "$@" --threads "${SLURM_CPUS_PER_TASK:-1}" >"$part.unfinished"
mv "$part.unfinished" "$part"
