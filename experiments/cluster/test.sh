#!/usr/bin/env bash
# Proves the scripts of this folder on one machine (Debian or Ubuntu, as root): installs Slurm and GNU parallel, starts
# a controller, a node and munge on localhost, runs an array of two tasks of which one is told to go and comes back,
# and compares the tables with those of one undivided sweep; then forecasts 1,000 series (SERIES) in two tasks and, where SPARK_PYTHON
# names a Python with pyspark, in two partitions, and compares both with one undivided run. Not part of `make test`.
#
#   FORECAST=.build/release/forecast experiments/cluster/test.sh [FOLDER]
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
export FORECAST=$(readlink -f "${FORECAST:?name the program: FORECAST=.build/release/forecast}")
work=${1:-$(mktemp -d)}
mkdir -p "$work"
work=$(readlink -f "$work")

install_packages() {
  local missing=() package
  for package in slurmctld slurmd slurm-client munge parallel; do
    dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -q '^installed$' || missing+=("$package")
  done
  [ "${#missing[@]}" -eq 0 ] ||
    DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends "${missing[@]}" >/dev/null
}

write_slurm_conf() {
  local host=$(hostname -s) cores=$(nproc)
  mkdir -p "$work/slurm/state" "$work/slurm/spool"
  cat > "$work/slurm/slurm.conf" <<CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CryptoType=crypto/munge
StateSaveLocation=$work/slurm/state
SlurmdSpoolDir=$work/slurm/spool
SlurmctldPidFile=$work/slurm/slurmctld.pid
SlurmdPidFile=$work/slurm/slurmd.pid
SlurmctldLogFile=$work/slurm/slurmctld.log
SlurmdLogFile=$work/slurm/slurmd.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=batch_sched_delay=0,requeue_delay=0
ReturnToService=2
KillWait=10
MinJobAge=3600
NodeName=$host NodeAddr=127.0.0.1 CPUs=$cores State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=1:00:00 State=UP
CONF
  export SLURM_CONF="$work/slurm/slurm.conf"
}

# A daemon must not keep open what this shell was given: a lock, say.
detached() {
  (
    for descriptor in /proc/self/fd/*; do
      descriptor=${descriptor##*/}
      [ "$descriptor" -gt 2 ] && eval "exec $descriptor>&-"
    done
    "$@" </dev/null >/dev/null 2>&1
  )
}

start_slurm() {
  # munge insists on a key and folders of its own.
  [ -s /etc/munge/munge.key ] || { dd if=/dev/urandom of=/etc/munge/munge.key bs=1 count=1024 status=none; }
  chown munge: /etc/munge/munge.key && chmod 400 /etc/munge/munge.key
  mkdir -p /run/munge && chown munge: /run/munge
  munge -n >/dev/null 2>&1 || { detached runuser -u munge -- munged --num-threads=2 && started_munge=yes; }
  detached slurmctld -f "$SLURM_CONF"
  detached slurmd -f "$SLURM_CONF" -N "$(hostname -s)"
  for _ in $(seq 60); do
    [ "$(sinfo -h -o %t 2>/dev/null)" = idle ] && return
    sleep 0.5
  done
  echo "the node did not come up:" >&2
  tail -5 "$work"/slurm/*.log >&2
  exit 1
}

stop_slurm() {
  for daemon in slurmd slurmctld; do
    [ -s "$work/slurm/$daemon.pid" ] && kill "$(cat "$work/slurm/$daemon.pid")" 2>/dev/null || true
  done
  [ -z "${started_munge:-}" ] || kill "$(cat /run/munge/munged.pid)" 2>/dev/null || true
}

# results.csv without the column of times.
without_times() { python3 -c '
import csv, sys
for row in csv.DictReader(open(sys.argv[1])):
    row.pop("seconds_mean"); print(list(row.values()))' "$1"; }

require_same() {
  diff <(without_times "$work/whole/results.csv") <(without_times "$1/results.csv") >/dev/null ||
    { echo "FAILED: $1/results.csv differs from that of one undivided sweep" >&2; exit 1; }
  diff "$work/whole/report.md" "$1/report.md" >/dev/null || { echo "FAILED: $1/report.md differs" >&2; exit 1; }
  echo "same tables: $(basename "$1") and one undivided sweep"
}

state_of() { squeue -h -j "$1" -o %T 2>/dev/null || true; }
records() { find "$1" -name '*.json' -path '*/runs/*' 2>/dev/null | wc -l; }

prove_slurm() {
  local out="$work/slurm-array" job
  job=$(cd "$work" && sbatch --parsable --array=0-1 --cpus-per-task=1 --output="$work/task-%a.log" \
    "$here/slurm-array.sh" "$work/spec.yaml" "$out")
  echo "array $job of two tasks submitted"
  until [ "$(records "$out")" -ge 2 ]; do sleep 0.1; done
  # Task 0 gets the signal that comes before the time limit; task 1 is thrown out as for a more urgent job.
  scancel --batch --signal=USR1 "${job}_0"
  echo "task 0 got SIGUSR1 after $(records "$out") records"
  scontrol requeue "${job}_1"
  echo "task 1 was cancelled and put back into the queue by Slurm"
  while [ -n "$(squeue -h -j "$job" -o %i 2>/dev/null)" ]; do
    # Slurm lets a job that was put back wait for two minutes.
    for waiting in $(squeue -h -j "$job" -t PENDING -o %A 2>/dev/null); do
      scontrol update JobId="$waiting" StartTime=now 2>/dev/null || true
    done
    sleep 0.5
  done
  grep "interrupted\|back into the queue\|CANCELLED\|left; " "$work"/task-?.log | sed "s|$work/||; s/^/  /"
  scontrol show job "${job}_0" | grep -o 'JobState=[A-Z]*\|Restarts=[0-9]*' | paste -sd' ' | sed 's/^/task 0: /'
  scontrol show job "${job}_1" | grep -o 'JobState=[A-Z]*\|Restarts=[0-9]*' | paste -sd' ' | sed 's/^/task 1: /'
  "$FORECAST" sweep collect "$out" >/dev/null
  require_same "$out"
}

prove_parallel() {
  local out="$work/parallel"
  (cd "$work" && "$here/parallel.sh" 2 "$work/spec.yaml" "$out" >"$work/parallel.log" 2>&1)
  require_same "$out"
}

require_forecast() {
  "$here/merge.sh" "$1" | cmp - "$work/forecast.csv" ||
    { echo "FAILED: the shares in $1 are not the forecast of one undivided run" >&2; exit 1; }
  echo "same forecast, byte for byte: $(basename "$1") and one undivided run"
}

prove_series() {
  local out="$work/series-array" options=(--model auto-theta --horizon 14 --level 80,95)
  "$here/make_series.py" "$work/series.csv" --series "${SERIES:-1000}"
  "$FORECAST" fit "$work/series.csv" "${options[@]}" --predict "$work/forecast.csv"
  (cd "$work" && FORECAST_CLUSTER="$here" sbatch --wait --parsable --array=0-1 --cpus-per-task=1 --output="$work/series-%a.log" \
    "$here/series-array.sh" "$work/series.csv" "$out" "${options[@]}")
  require_forecast "$out"
  # Debian's Java and PyPI's pyspark: SPARK_PYTHON=venv/bin/python
  [ -n "${SPARK_PYTHON:-}" ] || { echo "PySpark was not tried: name a Python that has it as SPARK_PYTHON"; return; }
  "$SPARK_PYTHON" "$here/series_spark.py" "$work/series.csv" "$work/series-spark" --shares 2 -- "${options[@]}" \
    >"$work/spark.log" 2>&1
  require_forecast "$work/series-spark"
}

require_model() {
  "$FORECAST" predict "$1" "$work/moments.csv" >"$work/part-forecast.csv"
  python3 - "$work/part-forecast.csv" "$work/moments-forecast.csv" "$1" <<'PROOF'
import csv, sys
parts, whole = (list(csv.reader(open(path)))[1:] for path in sys.argv[1:3])
numbers = [(float(a), float(b)) for x, y in zip(parts, whole) for a, b in zip(x[1:], y[1:])]
distance = max(abs(a - b) / max(1, abs(b)) for a, b in numbers)
assert len(parts) == len(whole) and distance < 1e-5, distance
print(f"same map: {sys.argv[3].split('/')[-1]} and one fit of all rows, forecasts differ by {distance:.1e}")
PROOF
}

prove_moments() {
  local sizes=(--lookback 96 --horizon 24) settings=(--set ridge=0.1) parts
  "$FORECAST" datasets generate etth "$work/moments.csv" --rows 3000 --seed 2
  "$FORECAST" fit "$work/moments.csv" --model linear-closed-form "${sizes[@]}" "${settings[@]}" --set normalization=last \
    --split 1/0/0 --no-refit --no-baselines --quiet --output "$work/whole.safetensors" >/dev/null
  "$FORECAST" predict "$work/whole.safetensors" "$work/moments.csv" >"$work/moments-forecast.csv"
  for parts in parallel slurm; do "$here/split_rows.py" "$work/moments.csv" "$work/parts-$parts" --parts 5; done
  "$here/moments.sh" 2 "$work/parts-parallel" "$work/parallel.safetensors" "${sizes[@]}" -- "${settings[@]}"
  require_model "$work/parallel.safetensors"
  [ -n "${SLURM_CONF:-}" ] || return 0
  (cd "$work" && sbatch --wait --parsable --array=0-1 --cpus-per-task=1 --output="$work/moments-%a.log" \
    "$here/moments-array.sh" "$work/parts-slurm" "${sizes[@]}")
  "$FORECAST" solve "$work/parts-slurm"/*.moments "${settings[@]}" --output "$work/slurm.safetensors"
  require_model "$work/slurm.safetensors"
}

install_packages
cp "$here/spec.yaml" "$work/spec.yaml"
"$FORECAST" datasets generate etth "$work/data.csv" --rows 6000 --seed 1
"$FORECAST" sweep "$work/spec.yaml" --output "$work/whole" --quiet >/dev/null
echo "one undivided sweep: $(records "$work/whole") records"
prove_parallel
write_slurm_conf
trap stop_slurm EXIT
trap 'exit 1' INT TERM
start_slurm
prove_slurm
prove_series
prove_moments
echo "all of this was shown in $work"
