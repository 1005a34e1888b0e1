#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Takes what a release leaves in the database of a real Orthanc that is killed during jobs, for the tests of all later
# versions: KeptStateTests start on it. To be called once for each release, with the plugin that is released.
#
#   tests/Packaging/take-state.sh NAME [plugin]
#
#   NAME     VERSION-COMMIT, such as 0.1.0-08490e3: the folder below tests/Orthanc.Tests/Kept/States that is made
#   plugin   the file; by default build/libOrthancDeid.so
#
# Commit the folder, and never change it. Then add the new versions of what is kept, if there are any, to the examples in
# tests/Jobs.Tests/States.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=build-scripts/prerequisites.sh
source "$here/build-scripts/prerequisites.sh"
if [[ $# -lt 1 || $1 == -h || $1 == --help ]]; then
  usage
  exit
fi
plugin="$(realpath "${2:-$here/build/libOrthancDeid.so}")"
cd "$here"
has_sdk || fail "$(missing_sdk)"
states="tests/Orthanc.Tests/Kept/States/$1"
[[ ! -e $states ]] || fail "$states is there already; what was delivered does not change."
hosts="$(tests/hosts/fetch-orthanc.sh)"
ORTHANC_DEID_TAKE="$1" ORTHANC_DEID_PLUGIN="$plugin" ORTHANC_DEID_HOSTS="$hosts" \
  dotnet test tests/Orthanc.Tests --configuration Release --filter FullyQualifiedName~KeptStateTaker
ls -l "$states"
