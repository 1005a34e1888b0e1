#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Fuzzes the codec, or an anonymization, guided by the branches that inputs take (AFL++ and SharpFuzz).
#
#   tests/Fuzzing/fuzz.sh [codec|anonymize] [seconds]      60 seconds of the codec by default
#
# Needs AFL++ (apt-get install afl++). Seeds are the files of tests/Fuzzing/seeds and, if present, the small ones of
# $ORTHANC_DEID_DATA/dicom or ../shared/data/dicom. Findings are left in TestResults/fuzz, and make this fail.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
target="${1:-codec}"
seconds="${2:-60}"
folder="$here/TestResults/fuzz/$target"
program="$folder/program"
# shellcheck source=build-scripts/prerequisites.sh
source "$here/build-scripts/prerequisites.sh"
# shellcheck source=build-scripts/dotnet.sh
source "$here/build-scripts/dotnet.sh"
cd "$here"
# shellcheck disable=SC2119 # It needs no further packages.
prepare
command -v afl-fuzz >/dev/null || {
  echo 'SKIPPED: fuzzing: AFL++ is not installed (apt-get install afl++)' >&2
  exit 77
}

rm -rf "$program" "$program.instrumenting" "$folder/seeds"
mkdir -p "$program" "$folder/seeds"
publish_fuzzing "$program"
cp -r "$program" "$program.instrumenting"
dotnet "$program.instrumenting/OrthancDeid.Fuzzing.dll" instrument \
  "$program/OrthancDeid.Dicom.dll" "$program/OrthancDeid.Deidentification.dll"
rm -rf "$program.instrumenting"

cp "$here"/tests/Fuzzing/seeds/* "$folder/seeds/"
data="${ORTHANC_DEID_DATA:-$here/../shared/data}"
[[ ! -d $data/dicom ]] || find "$data/dicom" -name '*.dcm' -size -12k -exec cp {} "$folder/seeds/" \;

export AFL_SKIP_BIN_CHECK=1 AFL_NO_UI=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1
status=0
timeout --foreground --signal INT "$((seconds + 60))" afl-fuzz -V "$seconds" -i "$folder/seeds" -o "$folder/findings" \
  -t 10000 -m none -- dotnet "$program/OrthancDeid.Fuzzing.dll" "$target" >"$folder/log" 2>&1 || status=$?
grep -E '^(execs_done|edges_found|saved_crashes|saved_hangs)' "$folder/findings/default/fuzzer_stats" ||
  { tail -n 20 "$folder/log" >&2; exit 1; }
if compgen -G "$folder/findings/default/crashes/id*" >/dev/null ||
  compgen -G "$folder/findings/default/hangs/id*" >/dev/null; then
  echo "FAILED: fuzzing found inputs, see $folder/findings/default" >&2
  echo "Run one by: dotnet run --project tests/Fuzzing -- $target FILE" >&2
  exit 1
fi
exit "$status"
