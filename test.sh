#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Builds everything with warnings as errors, checks the style, fetches real Orthanc servers and runs every test.
#
#   ./test.sh
#
# The tests get, in the environment:
#   ORTHANC_DEID_PLUGIN   the path of the plugin
#   ORTHANC_DEID_HOSTS    an Orthanc per line: <version><tab><launcher>, see tests/hosts/fetch-orthanc.sh
# Results and coverage are left in TestResults.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=build-scripts/prerequisites.sh
source "$here/build-scripts/prerequisites.sh"
# shellcheck source=build-scripts/dotnet.sh
source "$here/build-scripts/dotnet.sh"
# shellcheck source=build-scripts/results.sh
source "$here/build-scripts/results.sh"
cd "$here"
results="$here/TestResults"
rm -rf "$results"
mkdir -p "$results"

# What failed without ending all: the other results are worth having, too.
failed=()

step 'Looking for what is needed'
# What the plugin is compared with, and works together with: without one of them, tests say that they skip.
prepare afl++ chromium chromium-driver dcmtk dicom3tools orthanc-dicomweb orthanc-postgresql orthanc-python postgresql \
  python3-pydicom shellcheck
# Property tests draw so many cases; the tests of a developer draw 100.
export CsCheck_Iter=2000

step 'Building, with warnings as errors'
build_everything

step 'Checking the style'
check_format || failed+=('the style: dotnet format')
if command -v shellcheck >/dev/null; then
  shellcheck --external-sources run.sh test.sh .ci/run build-scripts/*.sh tests/*/*.sh ||
    failed+=('the style: shellcheck')
else
  echo 'SKIPPED: the check of the shell scripts: shellcheck is not installed'
fi

step 'Building the plugin'
build_plugin
export ORTHANC_DEID_PLUGIN="$here/build/libOrthancDeid.so"

step 'Fetching real Orthanc servers (the first time, this takes half a minute)'
ORTHANC_DEID_HOSTS="$(tests/hosts/fetch-orthanc.sh 2> >(tee "$results/hosts.log" >&2))" ||
  fail 'the Orthanc servers could not be fetched, see above.'
export ORTHANC_DEID_HOSTS
printf '%s\n' "$ORTHANC_DEID_HOSTS"
# One that is older than the plugin supports: the test that starts it finds it in the cache, or says that it skips.
tests/hosts/fetch-orthanc.sh --too-old 2> >(tee -a "$results/hosts.log" >&2) ||
  fail 'the Orthanc servers could not be fetched, see above.'
if grep -qx 'VERSION_CODENAME=bookworm' /etc/os-release && [[ $ORTHANC_DEID_HOSTS != *1.10.1$'\t'* ]]; then
  fail 'Orthanc 1.10.1, the oldest that the plugin supports, is missing on this bookworm machine.'
fi

step 'Running the tests'
with_servers=tests/Orthanc.Tests/OrthancDeid.Orthanc.Tests.csproj
mapfile -t without_servers < <(printf '%s\n' tests/*/*.Tests.csproj | grep -vxF "$with_servers")
listed="$(server_parts)"
mapfile -t parts <<<"$listed"
name_of() {
  local name
  name="$(basename "$1" .csproj)"
  echo "$name${2:+, $2}"
}
# What has not passed has a file here, be it that it never began.
mkdir "$results/logs" "$results/unfinished"
for project in "${without_servers[@]}"; do
  touch "$results/unfinished/$(name_of "$project")"
done
for part in "${parts[@]}"; do
  touch "$results/unfinished/$(name_of "$with_servers" "$part")"
done
# A whole project, or a part of one; what it says is shown at its end, in one piece.
run_project() {
  local name
  name="$(name_of "$@")"
  echo "-- $name has begun"
  if run_tests "$1" "$results" "${2:-}" >"$results/logs/$name" 2>&1; then
    rm "$results/unfinished/$name"
  fi
  printf -- '-- %s\n%s\n' "$name" "$(<"$results/logs/$name")"
}
run_without_servers() {
  local project
  for project in "${without_servers[@]}"; do
    run_project "$project"
  done
}
# Tests with servers wait for half of their time, so there is one process more than cores.
at_once=$(($(nproc) + 1))
begin() {
  while [[ $(jobs -rp | wc -l) -ge $at_once ]]; do
    # However it ended: its file tells.
    wait -n || true
  done
  "$@" </dev/null &
}
# With all that they have started.
end_running() {
  local group
  for group in $(jobs -rp); do
    kill -TERM -- "-$group" || true
  done
}
# Each of them has a process group of its own.
set -m
trap end_running EXIT
begin run_without_servers
for part in "${parts[@]}"; do
  begin run_project "$with_servers" "$part"
done
wait
trap - EXIT
set +m
mapfile -t -O "${#failed[@]}" failed < <(ls "$results/unfinished")

step 'Fuzzing the codec for 60 seconds (longer: tests/Fuzzing/fuzz.sh)'
fuzzing=0
tests/Fuzzing/fuzz.sh codec 60 || fuzzing=$?
# 77: it said why it skips.
[[ $fuzzing -eq 0 || $fuzzing -eq 77 ]] || failed+=('fuzzing')

step 'Coverage'
coverage_summary "$results"

step 'Result'
grep '^SKIPPED' "$results/hosts.log" || true
totals="$(count_tests "$results")"
[[ $totals != 0\ passed,\ 0\ failed,* ]] || failed+=('no test ran')
[[ ${#failed[@]} -eq 0 ]] || printf 'FAILED: %s\n' "${failed[@]}"
echo "Tests: $totals"
[[ ${#failed[@]} -eq 0 ]]
