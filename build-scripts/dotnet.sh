# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced by run.sh, test.sh, fuzz.sh, benchmarks.sh and tests/Packaging/deb.sh: how to build and run. The working directory
# is the top of the repository, and prerequisites.sh has found what is needed.

# Builds everything, with warnings as errors.
build_everything() {
  dotnet restore OrthancDeidPlugin.sln || fail 'the packages could not be restored, see above.'
  # Except for the warnings of NuGet's audit, see Directory.Build.props.
  dotnet build OrthancDeidPlugin.sln --no-restore --configuration Release --nologo -warnaserror \
    -warnnotaserror:NU1900,NU1901,NU1902,NU1903,NU1904,NU1905 ||
    fail 'the build failed, see above.'
}

# Builds the test projects that need no server, with warnings as errors.
build_without_servers() {
  local project
  for project in "$@"; do
    dotnet build "$project" --configuration Release --nologo --verbosity quiet -warnaserror \
      -warnnotaserror:NU1900,NU1901,NU1902,NU1903,NU1904,NU1905 || fail 'the build failed, see above.'
  done
}

# Fails if `dotnet format` would change something. The build already enforces its style and analyzer rules
# (EnforceCodeStyleInBuild), which leaves white space and the order of `using`.
check_format() {
  local status=0
  dotnet format whitespace . --folder --verify-no-changes --exclude build || status=1
  check_usings || status=1
  return "$status"
}

# Makes build/libOrthancDeid.so.
build_plugin() {
  cmake -B build -DCMAKE_BUILD_TYPE=Release || fail 'the build of the plugin cannot be prepared, see above.'
  cmake --build build || fail 'the build of the plugin failed, see above.'
}

# The versions of Orthanc that have test parts of their own: those on this machine that are not too old, each once even if
# the machine has it twice. The oldest is always included, since its tests report that they skip if it is missing.
tested_versions() { { echo 1.10.1; cut -f1 <<<"$ORTHANC_DEID_HOSTS"; } | sort -uV | sed -n '/^1\.10\.1$/,$p'; }

# The parts of the tests with servers, a line each, which can run side by side: for each version of Orthanc, which is in the
# names of its fixtures, the routes and the jobs, and then all others. The longest come first: the newest version, which the
# others are compared with, and the oldest.
server_parts() {
  local versions version
  mapfile -t versions < <(tested_versions | tac)
  for version in "${versions[0]}" "${versions[@]: -1}"; do
    printf '%s\n' "$version-routes" "$version-jobs"
  done | awk '!seen[$0]++'
  echo others
  for version in "${versions[@]:1}"; do
    [[ $version == "${versions[-1]}" ]] || printf '%s\n' "$version-routes" "$version-jobs"
  done
}

# The fixtures of a project that use DICOM files or tables (tests/SharedData.cs, tests/PublishedTables.cs), directly or
# through other classes, as a filter of `dotnet test`. A C# file has the name of its class.
fixtures_with_files() {
  local known='' found='SharedData|PublishedTables'
  while [[ $found != "$known" ]]; do
    known="$found"
    found="SharedData|PublishedTables$({ grep -rlwE --include '*.cs' --exclude-dir obj "$known" "$1" || true; } |
      sed 's/.*\///; s/\..*//; s/^/|/' | sort -u | tr -d '\n')"
  done
  tr '|' '\n' <<<"$found" | sed -n '/Tests$/s/.*/FullyQualifiedName~.&/p' | paste -sd '|'
}

# A folder in memory for the files of servers, which saves a third of the tests' time: no test is about power cuts. If there
# is too little memory, or programs cannot be started there, the usual folder for temporary files.
folder_of_servers() {
  local memory=/dev/shm available
  available="$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo 2>/dev/null || true)"
  if [[ -z ${TMPDIR:-} && -w $memory && ${available:-0} -ge $((8 << 20)) ]] &&
    [[ $(df --output=avail "$memory" 2>/dev/null | tail -n 1) -ge $((4 << 20)) ]] &&
    [[ ,$(findmnt --noheadings --output OPTIONS --target "$memory" 2>/dev/null || echo noexec), != *,noexec,* ]]; then
    echo "$memory"
  else
    echo "${TMPDIR:-/tmp}"
  fi
}

# Runs the tests of a project, or a part of them, and leaves the results in a folder:
#   coverage            all, and measures the coverage, too, which changes the assemblies in place
#   a version with -jobs or -routes, others   see server_parts
#   quick               all but values of gigabytes, with the project's own DICOM files only; without coverage
#   without-files       fixtures that use DICOM files, with only those that every machine has
run_tests() {
  local project="$1" results="$2" part="${3:-}" name
  # Without recompilation by profile: where servers do the work, it does not pay.
  local -a options=() settings=() environment=() quick_start=(DOTNET_TieredPGO=0)
  name="$(basename "$project" .csproj)${part:+.$part}"
  case "$part" in
    '') ;;
    coverage)
      options=(--collect 'XPlat Code Coverage')
      # Record whether a line was run, not how often: counting takes a fifth of the time.
      settings=(DataCollectionRunSettings.DataCollectors.DataCollector.Configuration.SingleHit=true)
      ;;
    others)
      environment=("${quick_start[@]}" "TMPDIR=$(folder_of_servers)")
      options=(--filter "$(tested_versions | sed 's/.*/FullyQualifiedName!~\\(&\\)/' | paste -sd '&')")
      ;;
    quick)
      environment=(ORTHANC_DEID_DATA=none)
      options=(--filter 'FullyQualifiedName!~.HugeValueTests')
      ;;
    without-files)
      environment=(ORTHANC_DEID_DATA=none CsCheck_Iter=100)
      options=(--filter "$(fixtures_with_files "$(dirname "$project")")")
      ;;
    *-jobs)
      # Their files are on the disk: a job that is to be interrupted has to outlast a step, which takes 200 ms.
      environment=("${quick_start[@]}")
      options=(--filter "FullyQualifiedName~\\(${part%-jobs}\\)&FullyQualifiedName~.Tests.Jobs.")
      ;;
    *-routes)
      environment=("${quick_start[@]}" "TMPDIR=$(folder_of_servers)")
      options=(--filter "FullyQualifiedName~\\(${part%-routes}\\)&FullyQualifiedName!~.Tests.Jobs.")
      ;;
    *)
      echo "There is no part $part of the tests." >&2
      return 2
      ;;
  esac
  # No test takes that long, except the load test, which takes the time it is given. A test that hangs is reported.
  env "${environment[@]}" dotnet test "$project" --no-build --configuration Release --nologo \
    --results-directory "$results" --logger "trx;LogFileName=$name.trx" "${options[@]}" \
    --blame-hang-timeout "$((900 + ${ORTHANC_DEID_LOAD_SECONDS:-0}))s" --blame-hang-dump-type none -- RunConfiguration.TreatNoTestsAsError=true "${settings[@]}"
}

build_demonstration() { dotnet build tests/Demonstration --configuration Release --nologo --verbosity quiet; }

run_demonstration() { dotnet tests/Demonstration/bin/Release/net10.0/OrthancDeid.Demonstration.dll "$@"; }

# Publishes the fuzzing program to a folder.
publish_fuzzing() { dotnet publish tests/Fuzzing --configuration Release --nologo --verbosity quiet --output "$1"; }

# Publishes the benchmarks to a folder: OrthancDeid.Benchmarks, compiled like the plugin, and its assembly for the JIT.
publish_benchmarks() {
  dotnet publish tests/Benchmarks --configuration Release --nologo --verbosity quiet --runtime linux-x64 --output "$1" ||
    fail 'the benchmarks could not be built, see above.'
  dotnet build tests/Benchmarks --configuration Release --nologo --verbosity quiet --output "$1/jit" ||
    fail 'the assembly of the benchmarks could not be built, see above.'
}

# Runs the benchmarks of BenchmarkDotNet, and leaves their tables in a folder.
run_codec_benchmarks() {
  dotnet run --project tests/CodecBenchmarks --configuration Release -- --filter '*' --artifacts "$1" ||
    fail 'BenchmarkDotNet did not come to its end, see above.'
}
