#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Builds the plugin three times from the commit that is checked out: in two clones, in folders of different depth, and in a
# folder without .git whose name has a space. Names what is wrong if the files differ, and fails then.
#
#   tests/Packaging/reproducible.sh [option of cmake...]
#
#   option   such as -DORTHANC_DEID_RUNTIME=linux-arm64
#
# Takes three whole builds. Prints the SHA-256 that all of them have. What is not committed is not built.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
cd "$here"
# shellcheck source=build-scripts/prerequisites.sh
source build-scripts/prerequisites.sh
# shellcheck source=tests/Packaging/checks.sh
source tests/Packaging/checks.sh

work=''
trap '[[ -z $work ]] || rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Builds the plugin in a folder, and shows the messages if that fails.
build_in() {
  local folder="$1"
  shift
  { cmake -S "$folder" -B "$folder/build" "$@" && cmake --build "$folder/build"; } >"$work/log" 2>&1 || {
    cat "$work/log"
    fail "the plugin could not be built in $folder, see above."
  }
}

if [[ ${1:-} == -h || ${1:-} == --help ]]; then
  usage
  exit
fi
has_sdk || fail "$(missing_sdk)"
work="$(mktemp -d)"
folders=("$work/a" "$work/in/a/folder/far/below/b" "$work/without git")
git clone --quiet . "${folders[0]}"
git clone --quiet . "${folders[1]}"
mkdir "${folders[2]}"
git archive --output "$work/tree.tar" HEAD
tar -C "${folders[2]}" -xf "$work/tree.tar"

sums=''
for folder in "${folders[@]}"; do
  step "Building in $folder"
  build_in "$folder" "$@"
  sum="$(sha256sum <"$folder/build/libOrthancDeid.so")"
  sums+="${sum%% *}"$'\n'
  printf '%s\n' "${sum%% *}"
done
[[ $(sort -u <<<"${sums%$'\n'}" | wc -l) -eq 1 ]] || {
  printf 'WRONG: %s\n' "the plugins of the commit $(git rev-parse HEAD) differ:" "${folders[@]}"
  exit 1
}
echo "The plugin has the same bytes wherever it is built: ${sum%% *}"
