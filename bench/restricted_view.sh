#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What it costs not to see everything: reading a million rows as a role that sees nine in ten, beside one that sees all; rows a second,
# medians of fifteen, in turn.                                                                                  usage: restricted_view.sh
set -euo pipefail
cd "$(dirname "$0")/.."
build/release/bench/micro/store_bench --benchmark_filter='^(items|scan|count)_as/' --benchmark_repetitions=15 \
  --benchmark_enable_random_interleaving=true --benchmark_format=csv 2>/dev/null |
  awk -F, '{ gsub(/"/, "", $1) } $1 ~ /_as\/.*_median$/ { sub(/_median$/, "", $1); median[$1] = $7 }
    function say(what, all, restricted) {
      if (!(median[all] > 0 && median[restricted] > 0)) { bad = 1; return }
      printf "%s: all %.1f, restricted %.1f million rows/s shown, overhead %.0f %%\n", what, median[all] / 1e6, median[restricted] / 1e6,
        100 * (median[all] / median[restricted] - 1)
    }
    END { say("a page of 1,000 items", "items_as/all", "items_as/restricted")
          say("the same in a box", "items_as/all_in_box", "items_as/restricted_in_box")
          say("a scan of three columns", "scan_as/all", "scan_as/restricted")
          say("a count in a year", "count_as/all", "count_as/restricted")
          exit bad }'
