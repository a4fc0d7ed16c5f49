# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# `./dev check` and `./dev format`: what can be said without running the program.

cpp_files() { git ls-files --cached --others --exclude-standard -- '*.cpp' '*.hpp' | sort -u; }

# changed_files: those among them that differ from origin's main branch, the working tree included.
changed_files() {
  local base
  base=$(git merge-base HEAD origin/HEAD 2>/dev/null || git merge-base HEAD origin/main 2>/dev/null || git rev-list --max-parents=0 HEAD | tail -1)
  comm -12 <(cpp_files) <({ git diff --name-only --diff-filter=d "$base" && git ls-files --others --exclude-standard; } | sort -u)
}

check_layout() { xargs -r clang-format-14 --dry-run --Werror; }

# lint_units: what to hand the linter for each file on standard input. A header is linted through the .cpp beside it, or else
# through the one CMake writes to compile it alone.
lint_units() {
  local file unit
  while read -r file; do
    for unit in "${file%.hpp}.cpp" "$file" build/asan/*/*_verify_interface_header_sets/"$file".cxx; do
      case "$unit" in *.hpp) continue ;; esac
      [ ! -f "$unit" ] || { echo "$unit" && break; }
    done
  done | sort -u
}

# lint: .clang-tidy over the files on standard input. The clang build's commands are used, because clang-tidy does not know all
# of g++'s flags. What it says beside its findings (how many it suppressed) goes to a log.
lint() {
  cmake --preset asan >build/asan-configure.log 2>&1 || { cat build/asan-configure.log >&2; return 1; }
  lint_units | xargs -r -n 1 -P "$(nproc)" clang-tidy-14 --quiet -p build/asan 2>build/clang-tidy.log
}

run_check() {
  local files failed=0
  mkdir -p build
  install_packages build test check
  if [ "${1:-}" = --all ]; then files=$(cpp_files); else files=$(changed_files); fi
  say "layers" && { tools/check-layers || failed=1; }
  say "links" && { tools/check-links || failed=1; }
  say "shell" && { shellcheck dev tools/dev/*.sh .ci/run || failed=1; }
  say "types of the map page" && { { build release web && node web/node_modules/typescript/bin/tsc -p tests/web; } || failed=1; }
  say "headers compile alone" && { build release all_verify_interface_header_sets || failed=1; }
  say "layout" && { printf '%s\n' "$files" | check_layout || failed=1; }
  say "linter" && { printf '%s\n' "$files" | lint || failed=1; }
  [ "$failed" -eq 0 ] && say "all good"
}

run_format() {
  install_packages check
  cpp_files | xargs -r clang-format-14 -i
}
