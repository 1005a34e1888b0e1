# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced by test.sh: what neither the compilers nor `dotnet format` check. The working directory is the top of the
# repository. Each check says what is wrong, and fails then.

# All shell scripts, a line each, whatever they are called and wherever they stand.
all_scripts() {
  grep -rlIE --exclude-dir={.git,bin,obj,build,TestResults} '^(#!.*[/ ](ba)?sh$|# shellcheck shell=)' . | sort
}

# What shellcheck says, and pipes under pipefail, of which it knows nothing.
check_scripts() {
  local status=0
  local -a scripts
  mapfile -t scripts < <(all_scripts)
  awk -f build-scripts/pipes.awk "${scripts[@]}" || status=1
  if command -v shellcheck >/dev/null; then
    shellcheck --external-sources "${scripts[@]}" || status=1
  else
    echo 'SKIPPED: the check of the shell scripts: shellcheck is not installed (apt-get install shellcheck)'
  fi
  return "$status"
}

# A test is skipped in one way alone, which refuses on every machine what NUnit refuses where something is missing.
check_skips() {
  local found
  found="$(grep -rnE --include '*.cs' --exclude-dir obj \
    'Assert\.(Ignore|Inconclusive)|Assume\.That|IgnoreException|InconclusiveException|\[(Ignore|Explicit)\>' tests |
    sed '/^tests\/\(Skip\|Dicom\.Tests\/SkipTests\)\.cs:/d')"
  [[ -z $found ]] || {
    printf '%s\n' "$found" 'Tests skip by Skip.Unless alone, see tests/Skip.cs.'
    return 1
  }
}
