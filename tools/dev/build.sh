# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Configuring and building presets, and what runs on a build.

# Objects are found again in another clone of the same tree.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
# A sanitizer's report ends the test; stack use after return is worth the time.
export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1:check_initialization_order=1
export UBSAN_OPTIONS=print_stacktrace=1
export TSAN_OPTIONS=second_deadlock_stack=1
[ ! -x /usr/bin/llvm-symbolizer-14 ] || export ASAN_SYMBOLIZER_PATH=/usr/bin/llvm-symbolizer-14 TSAN_SYMBOLIZER_PATH=/usr/bin/llvm-symbolizer-14

# build PRESET [TARGET…]: configures when needed, then builds.
build() {
  local preset=$1
  shift
  local log=build/$preset-configure.log
  mkdir -p build
  cmake --preset "$preset" >"$log" 2>&1 || { cat "$log" >&2; return 1; }
  cmake --build "build/$preset" --parallel "$(nproc)" --target "${@:-all}"
}

# lists_for PRESET: the package lists that preset needs.
lists_for() {
  case "$1" in
    release | dev) echo build ;;
    asan | tsan | fuzz) echo build test ;;
    *) fail "no preset '$1'; there are release, dev, asan, tsan, fuzz" ;;
  esac
}

run_build() {
  local preset=${1:-release} lists
  lists=$(lists_for "$preset")
  # shellcheck disable=SC2086  # two words
  install_packages $lists
  build "$preset"
}

# The sample is loaded once; delete build/sample.db to load it again. A store of your own: BAIRRO_STORE=FILE ./dev up.
run_up() {
  install_packages build run
  build release bairro
  local store=${BAIRRO_STORE:-build/sample.db}
  if [ ! -e "$store" ]; then
    say "loading data-samples/ into $store"
    data-samples/load "$store" build/release/bairro || { rm -f "$store" "$store"-wal "$store"-shm && fail "the sample was not loaded"; }
    # Hotspots and gaps are what one comes to see.
    local method
    for method in coverage-gaps kde gi-star; do build/release/bairro --store "$store" analyse "$method" --pin || fail "no $method of the sample"; done
  fi
  say "serving $store"
  exec build/release/bairro serve --open --store "$store" "$@"
}

# bench/*.sh measure beside a peer and print the ratio; the programs in bench/micro measure parts of ours.
run_bench() {
  install_packages build run bench
  build release
  local program
  for program in bench/*.sh build/release/bench/micro/*; do
    [ -f "$program" ] || continue
    say "$program"
    "$program" || return 1
  done
}

# Fuzzing starts from the seeds in tests/fuzz/corpus and keeps what it learns in build/fuzz/corpus.
run_fuzz() {
  local seconds=${1:-60} target name failed=0
  install_packages build test
  build fuzz tests/fuzz/all
  for target in build/fuzz/tests/fuzz/*_fuzzer; do
    [ -x "$target" ] || fail "there is no fuzz target"
    name=$(basename "$target")
    mkdir -p "build/fuzz/corpus/$name"
    say "fuzzing $name for $seconds s"
    "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -verbosity=0 \
      -artifact_prefix="build/fuzz/$name-" "build/fuzz/corpus/$name" "tests/fuzz/corpus/$name" || failed=1
  done
  return $failed
}

run_bless() {
  install_packages build
  build release
  BAIRRO_BLESS=1 ctest --test-dir build/release -L 'quick|thorough' --output-on-failure || true
  git status --short tests/golden
}
