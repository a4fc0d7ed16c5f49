# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Installing Debian packages: only what is missing.

# say TEXT: a heading between the steps.
say() { printf '\n== %s\n' "$*"; }

# fail TEXT: the reason, and out.
fail() {
  printf './dev: %s\n' "$*" >&2
  exit 1
}

# packages LIST…: the names in packaging/apt-LIST.txt.
packages() {
  local list
  for list in "$@"; do sed 's/#.*//' "packaging/apt-$list.txt"; done | tr -s ' \t' '\n' | sed '/^$/d'
}

# present_packages: names that are installed, or that an installed package provides (some builds of nodejs bring npm).
present_packages() {
  dpkg-query -W -f '${db:Status-Status}, ${Package}, ${Provides}\n' | sed -n 's/^installed, //p' | tr ',' '\n' | sed 's/(.*//' | tr -d ' \t' |
    LC_ALL=C sort -u
}

# missing_packages LIST…: those of them that are not present.
missing_packages() {
  LC_ALL=C comm -23 <(packages "$@" | LC_ALL=C sort -u) <(present_packages)
}

# install_packages LIST…: makes the packages of the lists present; needs root or sudo only when one is missing.
install_packages() {
  command -v dpkg-query >/dev/null || fail "this is not Debian; install by hand what packaging/apt-*.txt name"
  local missing as_root=()
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  say "installing ${missing[*]}"
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "packages are missing and neither root nor sudo is at hand: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update -qq &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 "${missing[@]}" >/dev/null
}
