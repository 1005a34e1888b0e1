#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Builds the plugin for Linux on arm64 and tests it in real Orthancs of Debian 12 and 13 for arm64. On a machine with another
# processor it is cross-compiled, and Orthanc runs under qemu; nothing of arm64 is installed, and nobody has to be root.
#
#   tests/Packaging/arm64.sh [filter]
#
#   filter   of `dotnet test`, such as FullyQualifiedName~PseudonymRouteTests; without it, what shows that instances and
#            studies are anonymized, that jobs outlive Orthanc, and that a full disk is an error and not the end of Orthanc
#
# Fails if a test does. What is missing is named: `SKIPPED: ...`. Under qemu all takes about ten times as long as natively,
# so tests wait longer (ORTHANC_DEID_PATIENCE), and those that compile a plugin of their own for this machine fail.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
cd "$here"
# shellcheck source=build-scripts/prerequisites.sh
source build-scripts/prerequisites.sh
# shellcheck source=tests/Packaging/checks.sh
source tests/Packaging/checks.sh

subject='the plugin for arm64'

# A filter for the tests named above, in the given versions of Orthanc, and for the check of the library with nm. Only root
# can mount the small disk; otherwise its tests report that they skip.
default_filter() {
  local versions
  versions="$(printf '|FullyQualifiedName~\\(%s\\)' "$@")"
  echo "(FullyQualifiedName~.LibraryTests&Name!~too_old)|((${versions#|})&(Name~The_plugin_loads_and_unloads|\
(FullyQualifiedName~.StorageTests&Name!~built_in)|Name~Orthanc_is_killed_and|FullyQualifiedName~.FullDiskTests))"
}

if [[ ${1:-} == -* ]]; then
  usage >&2
  exit 2
fi
if [[ $(uname -m) != aarch64 ]]; then
  for program in aarch64-linux-gnu-gcc aarch64-linux-gnu-g++ clang; do
    command -v "$program" >/dev/null ||
      skip "there is no $program (apt-get install gcc-aarch64-linux-gnu g++-aarch64-linux-gnu clang)"
  done
  command -v qemu-aarch64-static >/dev/null || command -v qemu-aarch64 >/dev/null ||
    skip 'there is no qemu-aarch64 (apt-get install qemu-user-static)'
fi
has_sdk || fail "$(missing_sdk)"

step 'Building the plugin for arm64'
cmake --preset linux-arm64 || fail 'the build of the plugin cannot be prepared, see above.'
cmake --build --preset linux-arm64 || fail 'the build of the plugin failed, see above.'
export ORTHANC_DEID_PLUGIN="$here/build/linux-arm64/libOrthancDeid.so"

step 'Fetching Orthancs for arm64 (the first time, this takes a minute)'
ORTHANC_DEID_HOSTS="$(tests/hosts/fetch-orthanc.sh --architecture arm64 bookworm trixie)" ||
  fail 'the Orthancs could not be fetched, see above.'
[[ $(wc -l <<<"$ORTHANC_DEID_HOSTS") -eq 2 ]] || skip 'an Orthanc could not be had, see above'
export ORTHANC_DEID_HOSTS
printf '%s\n' "$ORTHANC_DEID_HOSTS"

step 'Testing'
mapfile -t versions < <(cut -f1 <<<"$ORTHANC_DEID_HOSTS")
export ORTHANC_DEID_PATIENCE="${ORTHANC_DEID_PATIENCE:-300}" ORTHANC_DEID_TEXT="${ORTHANC_DEID_TEXT:-}"
dotnet test tests/Orthanc.Tests --configuration Release --nologo --filter "${1:-$(default_filter "${versions[@]}")}" \
  --logger 'console;verbosity=normal' -- RunConfiguration.TreatNoTestsAsError=true || fail 'tests failed, see above.'
echo 'The plugin works in the Orthancs of Debian for arm64.'
