# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced by run.sh and test.sh: ends with one sentence when something is wrong, and installs what is missing.

# A sentence, and the end.
fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

step() { printf '\n== %s\n' "$*"; }

# The path of this machine's Orthanc, which Debian puts where only root looks; empty if there is none.
system_orthanc() { PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v Orthanc || true; }

# The packages of Debian and Ubuntu that are missing, a line each; more of them can be named.
missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query --show --showformat '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
      echo "$package"
  done
  [[ -n $(system_orthanc) ]] || echo orthanc
  [[ -r /usr/include/orthanc/OrthancCPlugin.h || -r /usr/local/include/orthanc/OrthancCPlugin.h ]] || echo orthanc-dev
  command -v cc >/dev/null || echo gcc
  command -v c++ >/dev/null || echo g++
  [[ -r /usr/include/stdio.h ]] || echo libc6-dev
  command -v cmake >/dev/null || echo cmake
  command -v make >/dev/null || echo make
  # The SDK of .NET needs ICU, of any version; the plugin does not.
  compgen -G '/usr/lib/*/libicuuc.so.*' >/dev/null || compgen -G '/usr/lib*/libicuuc.so.*' >/dev/null || echo libicu-dev
  [[ -r /etc/ssl/certs/ca-certificates.crt ]] || echo ca-certificates
}

install_packages() {
  local -a packages as_root=()
  mapfile -t packages < <(missing_packages "$@")
  [[ ${#packages[@]} -gt 0 ]] || return 0
  command -v apt-get >/dev/null ||
    fail "these packages of Debian are missing, and there is no apt-get to install them with: ${packages[*]}."
  if [[ $(id -u) -ne 0 ]]; then
    command -v sudo >/dev/null ||
      fail "packages are missing; as root, call: apt-get install --no-install-recommends ${packages[*]}"
    as_root=(sudo)
  fi
  step "Installing ${packages[*]} (asks for root)"
  # Both may be needed on a fresh machine: its lists of packages are empty.
  "${as_root[@]}" apt-get update -q || fail 'apt-get update failed, see above.'
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${packages[@]}" ||
    fail "apt-get could not install ${packages[*]}, see above."
}

# What to say where there is no SDK, and how to build and to run there: .ci/with-sdk.sh or .ci/without-sdk/build.sh.
missing_sdk='the .NET 10 SDK is missing: install it from https://dotnet.microsoft.com/download/dotnet/10.0'
missing_sdk+=' (on Ubuntu also: apt-get install dotnet-sdk-10.0) and start this again.'

has_sdk() {
  # The installer of Microsoft puts it there, but not into the PATH.
  command -v dotnet >/dev/null || PATH="$PATH:${DOTNET_ROOT:-${HOME:-}/.dotnet}"
  dotnet --list-sdks 2>/dev/null | awk -F. '$1 == 10 { found = 1 } END { exit !found }'
}

# Has all that is needed, and the packages that are named; the working directory is the top of the repository.
prepare() {
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
  if has_sdk; then
    install_packages "$@"
    # shellcheck source=.ci/with-sdk.sh
    source .ci/with-sdk.sh
  else
    install_packages "$@" curl mono-mcs unzip
    # shellcheck source=.ci/without-sdk/build.sh
    source .ci/without-sdk/build.sh
  fi
}
