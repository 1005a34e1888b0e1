#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Measures, and leaves tables, JSON and plots in TestResults/benchmarks.
#
#   tests/Benchmarks/benchmarks.sh [--jit] [benchmark[:case][@version]...]     all by default, each with all its cases
#
#   codec      what the plugin does with one file, beside a copy of its bytes; compiled as the plugin is
#   peers      the same work by dcmodify, DCMTK's library, gdcmanon and pydicom, as far as their packages can be had
#   instance   requests for one instance, to Orthancs with and without the plugin
#   start      from the start of an Orthanc to its first answer, with and without the plugin
#   study      jobs on whole studies, likewise, beside only storing as many files, and only reading and storing them
#              cases: a study (ct, mr, large, jpeg), a configuration (defaults, sync-off, equal, sync-off-equal; equal:
#              as many workers for the built-in as for the plugin, and as many connections for what is only stored), or
#              one of both, such as study:mr-sync-off
#   growth     jobs on 100, 1,000 and 10,000 instances, likewise; on the newest Orthanc, if none is named
#              cases: to-1000, without-built-in
#   dotnet     the codec once more, by BenchmarkDotNet and with the JIT (tests/CodecBenchmarks)
#   targets    no measurement: what stands in TestResults/benchmarks, of this run or others, beside the targets
#   @version   of instance, start, study and growth: only this Orthanc, such as study:ct@1.13.0
#   --jit      measures with the JIT of the runtime, in place of what NativeAOT made
#
# Environment:
#   ORTHANC_DEID_ROUNDS   how many rounds each comparison has; by default as many as fit into 10 seconds, or 40 for
#                         those of study and growth
#   ORTHANC_DEID_PLUGIN   another plugin file than the one that is built
#   ORTHANC_DEID_HOSTS    other Orthancs than those of tests/hosts/fetch-orthanc.sh, in lines as it prints them
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=build-scripts/prerequisites.sh
source "$here/build-scripts/prerequisites.sh"
# shellcheck source=build-scripts/dotnet.sh
source "$here/build-scripts/dotnet.sh"
cd "$here"
jit=''
if [[ ${1:-} == --jit ]]; then
  shift
  jit=yes
fi
[[ $# -gt 0 ]] || set -- codec peers instance start study growth dotnet targets
peers=()
[[ " $* " != *' peers '* ]] || peers=(dcmtk libdcmtk-dev libgdcm-tools python3-pydicom)
prepare "${peers[@]}"
folder="$here/TestResults/benchmarks"
program="$folder/program"
mkdir -p "$program"
publish_benchmarks "$program"
run=("$program/OrthancDeid.Benchmarks")
[[ -z $jit ]] || run=(dotnet "$program/jit/OrthancDeid.Benchmarks.dll")
build_plugin
ORTHANC_DEID_HOSTS="${ORTHANC_DEID_HOSTS:-$(tests/hosts/fetch-orthanc.sh)}"
export ORTHANC_DEID_HOSTS ORTHANC_DEID_PLUGIN="${ORTHANC_DEID_PLUGIN:-$here/build/libOrthancDeid.so}"

# Without the headers of DCMTK there is no such program, and the benchmark reports that it skips.
build_dcmtk_library() {
  rm -f "$program/dcmtk-library"
  [[ -r /usr/include/dcmtk/dcmdata/dctk.h ]] || return 0
  c++ -std=c++17 -O2 -Wall -Wextra -Werror -o "$program/dcmtk-library" tests/Benchmarks/Peers/dcmtk-library.cpp \
    -ldcmdata -loflog -lofstd || fail 'the program with the library of DCMTK could not be built, see above.'
}

for benchmark in "$@"; do
  case "$benchmark" in
    dotnet)
      run_codec_benchmarks "$folder/dotnet"
      continue
      ;;
    # As in a host that has run for a while: freed memory of up to 64 MB is kept. Otherwise each file costs a program that
    # does nothing else some hundred page faults; a host has 7 for each instance of a job.
    codec | peers) tunables=glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=67108864 ;;
    *) tunables='' ;;
  esac
  [[ $benchmark != peers ]] || build_dcmtk_library
  GLIBC_TUNABLES="$tunables" "${run[@]}" "$benchmark" "$folder"
done
