#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Fetches real Orthanc servers for the tests: each from a Debian suite of its own, unpacked into a prefix and started
# through the prefix's own dynamic linker, so that no root, no container and no installation is needed.
#
#   fetch-orthanc.sh [--too-old | --architecture NAME] [suite...]
#
# Prints a line per host, `<version><tab><launcher>`: first the Orthanc installed on this machine, then those of the
# suites (by default trixie and forky). A host that cannot be had is named on stderr: `SKIPPED: Orthanc from ...`.
#   --too-old             only an Orthanc that is older than the plugin supports (bullseye)
#   --architecture NAME   only those of the suites, for another architecture of Debian, such as arm64: they run under
#                         qemu, if this machine has another processor
#
# Environment:
#   ORTHANC_DEID_DEBIAN_MIRROR    a Debian mirror; by default the one of this machine's apt configuration
#   ORTHANC_DEID_DEBIAN_KEYRING   the keys to check it with; by default as in the apt configuration
#   XDG_CACHE_HOME                the hosts are kept in its folder orthanc-deid/hosts (default ~/.cache), those of another
#                                 architecture in one beside it
set -euo pipefail

# shellcheck source=build-scripts/prerequisites.sh
source "$(dirname "${BASH_SOURCE[0]}")/../../build-scripts/prerequisites.sh"
# shellcheck source=tests/hosts/debian-source.sh
source "$(dirname "${BASH_SOURCE[0]}")/debian-source.sh"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/orthanc-deid/hosts"
work=''
architecture=''

say() { printf '%s\n' "$*" >&2; }

skip() { say "SKIPPED: Orthanc from $1: $2"; }

# Starts Orthanc inside its prefix. It is written to <prefix>/orthanc, and finds the prefix by its own location, so that the
# prefix can be renamed.
launcher() {
  cat <<'LAUNCHER'
#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Made by tests/hosts/fetch-orthanc.sh: Orthanc with the libraries and the DICOM dictionary of its own suite.
prefix="$(dirname "$(readlink -f "$0")")"
libraries=''
for folder in "$prefix"/usr/lib/*-linux-gnu "$prefix"/lib/*-linux-gnu "$prefix"/usr/lib "$prefix"/lib; do
  [ -d "$folder" ] && libraries="$libraries:$folder"
done
for linker in "$prefix"/usr/lib/*-linux-gnu/ld-linux-*.so.* "$prefix"/lib/*-linux-gnu/ld-linux-*.so.*; do
  [ -x "$linker" ] && break
done
DCMDICTPATH=''
for dictionary in "$prefix"/usr/share/*dcmtk*/dicom.dic "$prefix"/usr/share/*dcmtk*/private.dic; do
  [ -f "$dictionary" ] && DCMDICTPATH="${DCMDICTPATH:+$DCMDICTPATH:}$dictionary"
done
export DCMDICTPATH
unset LD_LIBRARY_PATH LD_PRELOAD
emulator=''
case "$linker" in
  *-aarch64.*) [ "$(uname -m)" = aarch64 ] || emulator="$(command -v qemu-aarch64-static || command -v qemu-aarch64)" ;;
esac
exec $emulator "$linker" --inhibit-cache --library-path "${libraries#:}" "$prefix/usr/sbin/Orthanc" "$@"
LAUNCHER
}

# The version that an Orthanc reports.
version_of() { "$1" --version 2>/dev/null | sed -nE '1s/^[^ ]+ ([0-9]+(\.[0-9]+)+).*/\1/p'; }

# Unpacks Orthanc and its dependencies from a suite into <folder>/prefix; stdout is not used. The messages of apt are in
# <folder>/log.
fetch() {
  local suite="$1" folder="$2" mirror="$3" keys="$4" deb
  local -a apt=(apt-get -q -o "Dir::State=$folder/state" -o "Dir::State::status=$folder/status"
    -o "Dir::Cache=$folder/cache" -o "Dir::Etc::sourcelist=$folder/suite.sources" -o Dir::Etc::sourceparts=/dev/null
    -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null -o Acquire::Languages=none
    -o Acquire::Retries=3 -o "APT::Sandbox::User=$(id -un)" -o APT::Get::Assume-Yes=true
    -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false
    # The machine's hooks are for its own packages.
    -o APT::Update::Pre-Invoke= -o APT::Update::Post-Invoke= -o APT::Update::Post-Invoke-Success=)
  [[ -z $architecture ]] || apt+=(-o "APT::Architecture=$architecture" -o "APT::Architectures::=$architecture")
  mkdir -p "$folder/state/lists/partial" "$folder/cache/archives/partial" "$folder/prefix"
  : >"$folder/status" # No package is installed, so apt fetches libc too.
  {
    printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\n' "$mirror" "$suite"
    [[ -z $keys ]] || printf 'Signed-By: %s\n' "$keys"
  } >"$folder/suite.sources"

  say "Orthanc from $suite: reading the list of packages ..."
  # Without Error-Mode, apt-get update calls a list that it could not fetch a warning.
  "${apt[@]}" -o APT::Update::Error-Mode=any update >>"$folder/log" 2>&1 || return 1
  say "Orthanc from $suite: fetching packages ..."
  "${apt[@]}" install --download-only --no-install-recommends orthanc >>"$folder/log" 2>&1 || return 1
  say "Orthanc from $suite: unpacking ..."
  for deb in "$folder"/cache/archives/*.deb; do
    dpkg -x "$deb" "$folder/prefix" >>"$folder/log" 2>&1 || return 1
  done
  rm -rf "$folder"/prefix/usr/share/{doc,man,locale,info} "$folder/prefix/var"
  launcher >"$folder/prefix/orthanc"
  chmod +x "$folder/prefix/orthanc"
}

# Makes sure that an Orthanc of a suite is in the cache and prints its line, or reports why it cannot.
provide() {
  local suite="$1" prefix="$cache/$1" mirror entry='' source version
  # The folder gets its name by a rename when it is complete, so a folder that exists is complete.
  if [[ ! -d $prefix ]]; then
    source="$(machine_source)" || source=''
    mirror="${ORTHANC_DEID_DEBIAN_MIRROR:-${source%% *}}"
    entry="${source#* }"
    if [[ -z $mirror ]]; then
      skip "$suite" 'no Debian mirror in the apt configuration of this machine; name one in ORTHANC_DEID_DEBIAN_MIRROR'
      return
    fi
    mkdir -p "$cache"
    # Left by a killed run; a running one is younger.
    find "$cache" -maxdepth 1 -name '.fetching.*' -mmin +120 -exec rm -rf {} +
    work="$(mktemp -d "$cache/.fetching.XXXXXX")"
    if ! fetch "$suite" "$work" "$mirror" "$(keyring "$entry")"; then
      skip "$suite" "$(grep -E '^(E|W|Err|dpkg)' "$work/log" | tail -n 3 | tr '\n' ' ')"
    elif [[ -z $(version_of "$work/prefix/orthanc") ]]; then
      skip "$suite" "it was fetched, but does not start: $("$work/prefix/orthanc" --version 2>&1 | tail -n 1)"
    else
      # If another run was faster, its copy is as good.
      mv -T "$work/prefix" "$prefix" 2>/dev/null || [[ -d $prefix ]]
    fi
    rm -rf "$work"
    work=''
    [[ -d $prefix ]] || return 0
  fi
  version="$(version_of "$prefix/orthanc")"
  if [[ -z $version ]]; then
    skip "$suite" "the copy in $prefix does not start; delete that folder to fetch it again"
    return
  fi
  printf '%s\t%s\n' "$version" "$prefix/orthanc"
}

installed() {
  local orthanc version=''
  orthanc="$(PATH="$PATH:/usr/sbin" command -v Orthanc || true)"
  [[ -z $orthanc ]] || version="$(version_of "$orthanc")"
  if [[ -z $version ]]; then
    skip 'this machine' 'it is not installed (apt-get install orthanc)'
    return
  fi
  printf '%s\t%s\n' "$version" "$orthanc"
}

trap '[[ -z $work ]] || rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if [[ ${1:-} == --too-old ]]; then
  shift
  provide "${1:-bullseye}"
  exit
fi
if [[ ${1:-} == --architecture && -n ${2:-} ]]; then
  architecture="$2"
  cache+="-$architecture"
  shift 2
fi
if [[ ${1:-} == -* ]]; then
  usage >&2
  exit 2
fi
[[ $# -gt 0 ]] || set -- trixie forky
[[ -n $architecture ]] || installed
for suite in "$@"; do
  provide "$suite"
done
