#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Measures, and leaves tables, JSON and plots in TestResults/benchmarks.
#
#   tests/Benchmarks/benchmarks.sh [--jit] [codec|peers|instance|start|study|growth|dotnet...]     all by default
#
#   codec      what the plugin does with one file, beside a copy of its bytes; compiled as the plugin is
#   peers      the same work by dcmodify (dcmtk), gdcmanon (libgdcm-tools) and pydicom, as far as they are installed
#   instance   requests for one instance, to Orthancs with and without the plugin, of each version that is here
#   start      from the start of an Orthanc to its first answer, with and without the plugin
#   study      jobs on whole studies, likewise
#   growth     jobs on 100, 1,000 and 10,000 instances
#   dotnet     the codec once more, by BenchmarkDotNet and with the JIT (tests/CodecBenchmarks)
#   --jit      measures with the JIT of the runtime, in place of what NativeAOT made
#
# Environment:
#   ORTHANC_DEID_PLUGIN   another plugin file than the one that is built
#   ORTHANC_DEID_HOSTS    other Orthancs than those of tests/hosts/fetch-orthanc.sh, in lines as it prints them
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
[[ $# -gt 0 ]] || set -- codec peers instance start study growth dotnet
build_plugin
ORTHANC_DEID_HOSTS="${ORTHANC_DEID_HOSTS:-$(tests/hosts/fetch-orthanc.sh)}"
export ORTHANC_DEID_HOSTS ORTHANC_DEID_PLUGIN="${ORTHANC_DEID_PLUGIN:-$here/build/libOrthancDeid.so}"
for benchmark in "$@"; do
  case "$benchmark" in
    dotnet)
      run_codec_benchmarks "$folder/dotnet"
      continue
      ;;
    # As in a host that has run for a while: freed memory up to 64 MB is kept. Otherwise each file costs a program that
    # does nothing else some hundred page faults; a host has 7 for each instance of a job.
    codec | peers) tunables=glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=67108864 ;;
    *) tunables='' ;;
  esac
  GLIBC_TUNABLES="$tunables" "${run[@]}" "$benchmark" "$folder"
done
