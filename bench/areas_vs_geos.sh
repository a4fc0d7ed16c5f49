#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Which district is it in? Points a second among 150 districts of 99,600 vertices: our index beside prepared geometries of GEOS behind
# boxes. Best of three.                                                                             usage: areas_vs_geos.sh
set -euo pipefail
cd "$(dirname "$0")/.."
build/release/bench/micro/area_index_bench --benchmark_filter='^(area_index|geos_prepared)$' --benchmark_repetitions=3 \
  --benchmark_format=csv 2>/dev/null |
  awk -F, '{ gsub(/"/, "", $1) } $1 == "area_index" && $7 > ours { ours = $7 } $1 == "geos_prepared" && $7 > peer { peer = $7 }
    END { if (!(ours > 0 && peer > 0)) exit 1
          printf "area index %.1f million points/s, GEOS prepared %.1f million points/s, ratio %.1f\n", ours / 1e6, peer / 1e6, ours / peer }'
