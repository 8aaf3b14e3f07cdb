#!/usr/bin/env bash
# Sums up the parts of a data set with N processes (GNU parallel), and makes the linear map of all their rows.
#
#   moments.sh N FOLDER MODEL [--lookback 512] [--horizon 96] [-- --set ridge=0.1]
#
# Options before -- are those of forecast moments, options behind it those of forecast solve. The parts are FOLDER/*.csv, divided by time
# or by series (split_rows.py divides a file by time).
set -euo pipefail

count=$1 folder=$2 model=$3
shift 3
options=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  options+=("$1")
  shift
done
[ $# -eq 0 ] || shift

export FORECAST=${FORECAST:-forecast}
parallel --jobs "$count" --retries 3 --halt now,fail=1 \
  '"$FORECAST" moments {} -o {.}.moments --threads 1 --quiet' "${options[@]@Q}" ::: "$folder"/*.csv
"$FORECAST" solve "$folder"/*.moments -o "$model" "$@"
