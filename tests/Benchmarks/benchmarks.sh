#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Measures, and leaves tables, JSON and plots in TestResults/benchmarks.
#
#   tests/Benchmarks/benchmarks.sh [--jit] [codec|peers|instance|study|growth...]     all by default
#
#   codec      what the plugin does with one file, beside a copy of its bytes; compiled as the plugin is
#   peers      the same work by dcmodify (dcmtk), gdcmanon (libgdcm-tools) and pydicom, as far as they are installed
#   instance   requests for one instance, to Orthancs with and without the plugin, of each version that is here
#   study      jobs on whole studies, likewise
#   growth     jobs on 100, 1,000 and 10,000 instances
#   --jit      the codec with the JIT of the runtime
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=.ci/prerequisites.sh
source "$here/.ci/prerequisites.sh"
cd "$here"
# shellcheck disable=SC2119 # It needs no further packages.
prepare
folder="$here/TestResults/benchmarks"
program="$folder/program"
mkdir -p "$program"
publish_benchmarks "$program"
run=("$program/OrthancDeid.Benchmarks")
if [[ ${1:-} == --jit ]]; then
  shift
  run=("${dotnet_command[@]}" "$program/jit/OrthancDeid.Benchmarks.dll")
fi
[[ $# -gt 0 ]] || set -- codec peers instance study growth
build_plugin
ORTHANC_DEID_HOSTS="${ORTHANC_DEID_HOSTS:-$(tests/hosts/fetch-orthanc.sh)}"
export ORTHANC_DEID_HOSTS ORTHANC_DEID_PLUGIN="${ORTHANC_DEID_PLUGIN:-$here/build/libOrthancDeid.so}"
for benchmark in "$@"; do
  "${run[@]}" "$benchmark" "$folder"
done
