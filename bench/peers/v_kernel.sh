# SPDX-License-Identifier: Apache-2.0
# Quartic kernel density by GRASS: 1280 by 960 cells of 31.25 m. usage: bash v_kernel.sh FILE BANDWIDTH_M; prints milliseconds of v.kernel
# alone, and the highest density per km2.
set -euo pipefail
file=$(realpath "$1")
bandwidth=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/job.sh" <<'JOB'
set -euo pipefail
export GRASS_MESSAGE_FORMAT=silent GRASS_VERBOSE=0
v.in.ascii -t --quiet input="$1" output=points separator=comma skip=1 format=point
g.region n=30000 s=0 w=0 e=40000 res=31.25
started=$(date +%s%N)
v.kernel --quiet input=points output=density kernel=quartic radius="$2" 2>/dev/null
ended=$(date +%s%N)
most=$(r.univar -g map=density 2>/dev/null | sed -n 's/^max=//p')
awk -v a="$started" -v b="$ended" -v m="$most" 'BEGIN { printf "%.1f %.10g\n", (b - a) / 1e6, m * 1e6 }'
JOB
grass --tmp-location XY --exec bash "$work/job.sh" "$file" "$bandwidth" 2>/dev/null | tail -1
