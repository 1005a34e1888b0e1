#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Builds everything with warnings as errors, checks the style, fetches real Orthanc servers and runs every test.
#
#   ./test.sh [--quick | --coverage]
#
#   --quick      only what needs no Orthanc, in less than two minutes: the scripts, and the tests of the codec and of
#                requests, with the DICOM files of the project alone; without `dotnet format` and fuzzing
#   --coverage   everything, and which lines of the assemblies the tests without Orthanc run, which takes longer
#
# Results are left in TestResults. The tests get, in the environment:
#   ORTHANC_DEID_PLUGIN   the path of the plugin
#   ORTHANC_DEID_HOSTS    an Orthanc per line: <version><tab><launcher>, see tests/hosts/fetch-orthanc.sh
#   ORTHANC_DEID_TEXT     the folder that build-scripts/fetch-text-recognition.sh fills; empty if it cannot be had
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=build-scripts/prerequisites.sh
source "$here/build-scripts/prerequisites.sh"
# shellcheck source=build-scripts/dotnet.sh
source "$here/build-scripts/dotnet.sh"
# shellcheck source=build-scripts/style.sh
source "$here/build-scripts/style.sh"
# shellcheck source=build-scripts/results.sh
source "$here/build-scripts/results.sh"

quick='' coverage=''
while [[ $# -gt 0 ]]; do
  case "$1" in
    --quick) quick=yes ;;
    --coverage) coverage=coverage ;;
    -h | --help)
      sed -n '/^# Builds/,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$here/test.sh"
      exit
      ;;
    *) fail "there is no option $1; ./test.sh --help lists them." ;;
  esac
  shift
done
cd "$here"
results="$here/TestResults"
rm -rf "$results"
mkdir -p "$results/logs" "$results/unfinished"

# What failed without ending the script: the other results are useful, too.
failed=()
with_servers=tests/Orthanc.Tests/OrthancDeid.Orthanc.Tests.csproj
mapfile -t without_servers < <(printf '%s\n' tests/*/*.Tests.csproj | grep -vxF "$with_servers")

step 'Looking for what is needed'
if [[ -n $quick ]]; then
  # shellcheck disable=SC2119 # What is not installed skips.
  prepare
else
  # The tools that the plugin is compared with and works with: without one of them, tests report that they skip.
  prepare afl++ chromium chromium-driver codespell curl dcmtk dicom3tools fonts-dejavu-core fonts-freefont-ttf fonts-liberation \
    g++-mingw-w64-x86-64-win32 jq libjpeg-turbo-progs orthanc-dicomweb orthanc-postgresql orthanc-python postgresql python3-numpy python3-pil \
    python3-pydicom python3-requests shellcheck
  # The number of cases that property tests draw; a developer's tests draw 100.
  export CsCheck_Iter=2000
fi

# Fetches the real servers and the networks that find text, and leaves their paths in files.
fetch_servers() {
  tests/hosts/fetch-orthanc.sh >"$results/hosts" || return
  # An Orthanc that is older than the plugin supports: its test finds it in the cache, or reports that it skips.
  tests/hosts/fetch-orthanc.sh --too-old || return
  # Without it, tests that need text to be found in images skip; the script reports why it is missing.
  build-scripts/fetch-text-recognition.sh >"$results/text"
}

# Beside the build, which takes long and needs little of the network.
if [[ -z $quick ]]; then
  fetch_servers >"$results/hosts.log" 2>&1 &
  fetching=$!
fi

step 'Building, with warnings as errors'
if [[ -n $quick ]]; then
  build_without_servers "${without_servers[@]}"
else
  build_everything
fi

# Gets what the tests with servers need, apart from the plugin.
get_servers() {
  step 'Fetching real Orthanc servers (the first time, this takes half a minute)'
  local status=0
  wait "$fetching" || status=$?
  cat "$results/hosts.log"
  [[ $status -eq 0 ]] || fail 'the Orthanc servers could not be fetched, see above.'
  ORTHANC_DEID_HOSTS="$(<"$results/hosts")"
  ORTHANC_DEID_TEXT="$(<"$results/text")"
  export ORTHANC_DEID_HOSTS ORTHANC_DEID_TEXT
  printf '%s\n' "$ORTHANC_DEID_HOSTS"
  if grep -qx 'VERSION_CODENAME=bookworm' /etc/os-release && [[ $ORTHANC_DEID_HOSTS != *1.10.1$'\t'* ]]; then
    fail 'Orthanc 1.10.1, the oldest that the plugin supports, is missing on this bookworm machine.'
  fi
}
[[ -n $quick ]] || get_servers

step 'Running the tests'
# Test projects without servers run one after the other, as coverage changes the assemblies that all tests of a project load.
# Those with servers run in parts. Of the first, fixtures that use DICOM files run once more, with only the files that every
# machine has.
runs_without_servers=()
runs_with_servers=()
if [[ -n $quick ]]; then
  mapfile -t runs_without_servers < <(printf '%s quick\n' "${without_servers[@]}")
else
  runs_without_servers=("${without_servers[@]/%/${coverage:+ coverage}}")
  for project in "${without_servers[@]}"; do
    [[ -z $(fixtures_with_files "$(dirname "$project")") ]] || runs_without_servers+=("$project without-files")
  done
  listed="$(server_parts)"
  mapfile -t parts <<<"$listed"
  runs_with_servers=("${parts[@]/#/$with_servers }")
fi
# Long checks that need no server run beside them.
fuzzing='fuzzing'
format='the style: dotnet format'
style='the style: scripts and words'
checks=("$style")
[[ -n $quick ]] || checks+=("$fuzzing" "$format")
name_of() { basename "${1/.csproj /, }" .csproj; }
# Each run has a file here until it has passed, even if it never began.
for run in "${runs_without_servers[@]}" "${runs_with_servers[@]}" "${checks[@]}"; do
  touch "$results/unfinished/$(name_of "$run")"
done
# Runs a command under a name; its output is shown at its end, in one piece, with the time that it and its processes took.
run_named() {
  local name="$1" begun="$SECONDS"
  shift
  echo "-- $name has begun"
  # In a shell of its own, which the command may leave.
  if (
    trap 'times >"$results/logs/$name.times"' EXIT
    "$@"
  ) >"$results/logs/$name" 2>&1; then
    rm "$results/unfinished/$name"
  fi
  printf -- '-- %s: %s s, of processors %s\n%s\n' "$name" "$((SECONDS - begun))" \
    "$(tail -n 1 "$results/logs/$name.times")" "$(<"$results/logs/$name")"
}
# Runs a whole project, or a part of one.
run_project() {
  local project part
  read -r project part <<<"$1"
  run_named "$(name_of "$1")" run_tests "$project" "$results" "$part"
}
check_style() {
  local status=0
  check_scripts || status=1
  check_skips || status=1
  check_spelling || status=1
  tests/Scripts/scripts.sh || status=1
  tests/Packaging/windows.sh --c || status=1
  return "$status"
}
# For 30 seconds; for longer runs: tests/Fuzzing/fuzz.sh.
fuzz_codec() {
  local status=0
  tests/Fuzzing/fuzz.sh codec 30 || status=$?
  # 77: it has reported why it skips.
  [[ $status -eq 0 || $status -eq 77 ]]
}
run_without_servers() {
  local run
  for run in "${runs_without_servers[@]}"; do
    run_project "$run"
  done
}
# Tests with servers wait for half of their time, so there are three more processes than cores.
at_once=$(($(nproc) + 3))
begin() {
  while [[ $(jobs -rp | wc -l) -ge $at_once ]]; do
    # However the run ended, its file records it.
    wait -n || true
  done
  "$@" </dev/null &
}
# Ends the runs with all processes that they have started.
end_running() {
  local group
  for group in $(jobs -rp); do
    kill -TERM -- "-$group" || true
  done
}
# Each run has a process group of its own.
set -m
trap end_running EXIT
if [[ -n $quick ]]; then
  for run in "${runs_without_servers[@]}"; do
    begin run_project "$run"
  done
  begin run_named "$style" check_style
else
  # The plugin is built beside them: to link it keeps one core busy, and only the tests with servers need it.
  begin run_without_servers
  begin run_named "$style" check_style
  step 'Building the plugin'
  build_plugin
  export ORTHANC_DEID_PLUGIN="$here/build/libOrthancDeid.so"
  step 'Running the tests with servers'
  for run in "${runs_with_servers[@]}"; do
    begin run_project "$run"
  done
  begin run_named "$format" check_format
  begin run_named "$fuzzing" fuzz_codec
fi
wait
trap - EXIT
set +m
mapfile -t -O "${#failed[@]}" failed < <(ls "$results/unfinished")

if [[ -n $coverage ]]; then
  step 'Coverage'
  coverage_summary "$results"
fi

step 'Result'
[[ -n $quick ]] || grep '^SKIPPED' "$results/hosts.log" || true
totals="$(count_tests "$results")"
[[ $totals != 0\ passed,\ 0\ failed,* ]] || failed+=('no test ran')
failed_tests "$results"
[[ ${#failed[@]} -eq 0 ]] || printf 'FAILED: %s\n' "${failed[@]}"
echo "Tests: $totals"
[[ ${#failed[@]} -eq 0 ]]
