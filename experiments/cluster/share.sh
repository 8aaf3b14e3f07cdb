#!/usr/bin/env bash
# Forecasts one share of a long file whose rows are sorted by series: reads the share's number and writes the forecast.
#
#   echo 0 | share.sh FILE COUNT [OPTION OF FORECAST FIT]…        COUNT shares, numbered from 0
#
# A series belongs to the share in whose part of the bytes its first row begins. Shares one after another, each but the first without
# its header, are byte for byte the file of one undivided run. The name of the series is the first column.
set -euo pipefail

file=$1 count=$2
shift 2
read -r number

LC_ALL=C awk -F, -v number="$number" -v count="$count" -v size="$(stat -L -c %s "$file")" '
  NR == 1 { print }
  NR > 1 && $1 != series { series = $1; owner = int(at * count / size) }
  NR > 1 && owner == number { print }
  NR > 1 && owner > number { exit }
  { at += length($0) + 1 }' "$file" |
  "${FORECAST:-forecast}" fit - "$@" --predict - --quiet
