#!/usr/bin/env bash
# Puts the shares of a folder one after another: merge.sh FOLDER > forecast.csv
set -euo pipefail

shopt -s nullglob
parts=("$1"/part-?????.csv "$1"/part-?????)
[ "${#parts[@]}" -gt 0 ] || { echo "$1: no shares" >&2; exit 66; }
first=yes
for part in "${parts[@]}"; do
  if [ -n "$first" ]; then cat "$part"; else tail -n +2 "$part"; fi
  first=
done
