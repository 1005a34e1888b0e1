# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced by test.sh and tests/Scripts/scripts.sh: checks what neither the compilers nor `dotnet format` check. The working
# directory is the top of the repository. Each check reports what is wrong, and then fails.

# All shell scripts, a line each, whatever their names and folders.
all_scripts() {
  grep -rlIE --exclude-dir={.git,bin,obj,build,TestResults} '^(#!.*[/ ](ba)?sh$|# shellcheck shell=)' . | sort
}

# Runs shellcheck, and checks pipes under pipefail, which shellcheck does not.
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

# Tests may skip in one way only. On every machine it refuses what NUnit refuses only where something is missing.
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

# Finds misspelt words in pages, scripts and the plugin's sources. Names, foreign words and identifiers are excepted:
# build-scripts/spelling.txt, and the folders of words. Links are checked by PageTests.
check_spelling() {
  local -a files
  if ! command -v codespell >/dev/null; then
    echo 'SKIPPED: the check of the spelling: codespell is not installed (apt-get install codespell)'
    return
  fi
  mapfile -t files < <(
    find . \( -name .git -o -name bin -o -name obj -o -name build -o -name TestResults -o -name node_modules \) -prune -o -type f \
      \( -name '*.md' -o -name '*.yaml' -o -name '*.sh' -o -name '*.json' -o -path './interop/*' -o -path './plugin/*.cs' \) \
      ! -name 'packages*.lock.json' ! -path '*/Identity/Spelling/*' -print
  )
  codespell --ignore-words build-scripts/spelling.txt "${files[@]}"
}

# Checks that `using` is in the order of `dotnet format`: namespaces, System first; then static ones; then names for types.
check_usings() {
  local -a files
  mapfile -t files < <(find plugin tests -name obj -prune -o -name bin -prune -o -name '*.cs' -print | sort)
  LC_ALL=C awk '
    FNR == 1 { last = "" }
    /^using [^(]*;$/ {
      name = tolower($0)
      sub(/;$/, "", name)
      kind = sub(/^using static /, "", name) ? 1 : name ~ /=/ ? 2 : 0
      sub(/^using /, "", name)
      # A dot before every letter: a namespace comes before those in it.
      gsub(/\./, "\001", name)
      key = kind (name ~ /^system(\001|$)/ ? 0 : 1) name
      if (key < last) {
        printf "%s:%d: using is not in order\n", FILENAME, FNR
        status = 1
      }
      last = key
    }
    END { exit status }' "${files[@]}"
}
