#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Measures how much of the text in images is found: draws the set (text_set.py), and runs the search on all of it, which
# takes some minutes. docs/pixels.md tells what came out.
#
#   measure.sh [folder]
#
#   folder   where to draw the set, which stays there; by default a temporary one, which does not
#
# Needs what build-scripts/fetch-text-recognition.sh fetches, and the packages that text_set.py names.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=build-scripts/prerequisites.sh
source "$here/build-scripts/prerequisites.sh"
if [[ ${1:-} == -* ]]; then
  usage >&2
  exit 2
fi
folder="${1:-}"
if [[ -z $folder ]]; then
  folder="$(mktemp -d)"
  trap 'rm -rf "$folder"' EXIT
fi
ORTHANC_DEID_TEXT="$("$here/build-scripts/fetch-text-recognition.sh")"
export ORTHANC_DEID_TEXT
python=/usr/bin/python3
[[ -x $python ]] || python=python3
"$python" "$here/tests/TextSet/text_set.py" "$folder"
export ORTHANC_DEID_TEXT_SET="$folder"
dotnet test "$here/tests/Deidentification.Tests" --configuration Release --nologo --logger 'console;verbosity=normal' \
  --filter 'FullyQualifiedName~TextFinderTests.The_whole_set'
