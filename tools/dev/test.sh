# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# `./dev test`: every check a change must pass. The last line says `N passed, N failed`.

passed=0
failed=0
broken=() # a line for each failure, said once more at the very end: the log before it is long

# step TITLE COMMAND…: a step that is not a ctest run counts only when it fails.
step() {
  local title=$1
  say "$title"
  shift
  "$@" || { failed=$((failed + 1)) && broken+=("step: $title") && return 1; }
}

# name_failures LOG PATTERN PREFIX: the lines of LOG that PATTERN finds are what failed.
name_failures() {
  local line
  while IFS= read -r line; do broken+=("$3: $line"); done < <(grep -E "$2" "$1" | cut -c1-200)
}

# ctest_in PRESET [ctest option…]: runs the tests and adds them to the count. No test at all is a failure.
ctest_in() {
  local preset=$1 log=build/$1-ctest.log ok=0 ran bad
  shift
  ctest --test-dir "build/$preset" --parallel "$(nproc)" --output-on-failure --no-tests=error "$@" 2>&1 | tee "$log" || ok=1
  # ctest closes with "97% tests passed, 3 tests failed out of 100".
  read -r bad ran < <(sed -n 's/^[0-9]*% tests passed, \([0-9]*\) tests* failed out of \([0-9]*\)$/\1 \2/p' "$log" | tail -1) || true
  [ -n "${ran:-}" ] || { failed=$((failed + 1)) && return 1; }
  failed=$((failed + bad))
  passed=$((passed + ran - bad))
  name_failures "$log" '^[[:space:]]+[0-9]+ - .*\((Failed|Timeout|Not Run|SEGFAULT|Subprocess aborted|Exception|ILLEGAL)' "$preset"
  [ "$ok" -eq 0 ] || [ "$bad" -gt 0 ] || failed=$((failed + 1))
  return "$ok"
}

# sanitized PRESET TITLE: the quick tests once more, in a sanitizer build.
sanitized() {
  step "building with the $2 sanitizers, clang" build "$1" && { say "quick tests with the $2 sanitizers"; ctest_in "$1" -L quick; }
}

# browser_test: the map page, the pages of tables and those of docs/web-clients as people use them. Node's runner closes with "# pass 15", "# fail 0".
browser_test() {
  local log=build/browser.log ok=0 good bad
  install_packages clients && install_node_packages tests/browser && install_node_packages docs/web-clients || return 1
  # One file at a time: each has a service and a browser of its own.
  BAIRRO=build/release/bairro node --test --test-reporter=tap --test-concurrency=1 tests/browser/*_test.mjs 2>&1 | tee "$log" || ok=1
  good=$(sed -n 's/^# pass \([0-9]*\)$/\1/p' "$log" | tail -1)
  bad=$(sed -n 's/^# fail \([0-9]*\)$/\1/p' "$log" | tail -1)
  name_failures "$log" '^[[:space:]]*not ok ' browser
  [ -n "$good" ] && [ "$((good + bad))" -gt 0 ] || return 1
  passed=$((passed + good))
  failed=$((failed + bad))
  [ "$ok" -eq 0 ] || [ "$bad" -gt 0 ]
}

# clients_test: programs of other people on the service and its files. Each part of it closes with "N passed, N failed".
clients_test() {
  local log=build/clients.log ok=0 good bad
  install_packages clients && install_node_packages tests/clients || return 1
  tests/clients/run build/release/bairro >"$log" 2>&1 || ok=1
  grep -v '^PASS' "$log"
  name_failures "$log" '^FAIL' clients
  read -r good bad < <(awk '/^[0-9]+ passed, [0-9]+ failed$/ { good += $1; bad += $3 } END { print good + 0, bad + 0 }' "$log")
  passed=$((passed + good))
  failed=$((failed + bad))
  [ "$good" -gt 0 ] || return 1
  [ "$ok" -eq 0 ] || [ "$bad" -gt 0 ]
}

# Every step runs, also after a failure in another one, so that one run tells all.
test_quick() {
  step "layers" tools/check-layers || true
  step "links in the documents" tools/check-links || true
  if step "building, g++" build release; then
    step "headers compile alone" build release all_verify_interface_header_sets || true
    say "tests"
    ctest_in release -L 'quick|thorough' || true
    step "pages in a browser" browser_test || true
    step "real clients: QGIS" clients_test || true
  fi
  sanitized asan "address and undefined-behaviour" || true
}

test_long() {
  export BAIRRO_FULL=1
  say "thorough and slow tests, all rounds"
  ctest_in release -L 'thorough|slow' || true
  sanitized tsan thread || true
  step "fuzzing" run_fuzz 60 || true
  step "benchmarks beside their peers" run_bench || true
}

run_test() {
  local full=no
  case "${1:-}" in
    "") ;;
    --full) full=yes ;;
    *) fail "test takes only --full" ;;
  esac
  if step "packages" install_packages build run test; then
    test_quick
    [ "$full" = no ] || test_long
  fi
  [ "${#broken[@]}" -eq 0 ] || printf 'failed: %s\n' "${broken[@]}"
  printf '\n%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
