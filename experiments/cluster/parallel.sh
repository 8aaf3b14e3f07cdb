#!/usr/bin/env bash
# Shares one sweep among N processes with GNU parallel, on this machine or on those in a file of its --sshloginfile.
#
#   parallel.sh N SPEC FOLDER [OPTION OF PARALLEL]…
#
# A process that dies or is told to go (exit 75) is started again; records that are there are not made again.
set -euo pipefail

count=$1 spec=$2 folder=$3
shift 3

parallel --jobs "$count" --retries 3 --line-buffer "$@" \
  "${FORECAST:-forecast}" sweep "$spec" --output "$folder" --shard "{}/$count" --threads 1 \
  ::: $(seq 0 $((count - 1)))
"${FORECAST:-forecast}" sweep collect "$folder"
