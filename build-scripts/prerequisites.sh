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

is_installed() {
  # A line for each architecture that it is here for.
  [[ $'\n'$(dpkg-query --show --showformat '${db:Status-Status}\n' "$1" 2>/dev/null)$'\n' == *$'\ninstalled\n'* ]]
}

# Whether apt could install a package.
is_available() { [[ $(LC_ALL=C apt-cache policy "$1" 2>/dev/null) =~ Candidate:\ [^\(] ]]; }

# The packages of Debian and Ubuntu that are missing, a line each; more of them can be named.
missing_packages() {
  local package
  for package in "$@"; do
    is_installed "$package" || echo "$package"
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

# Those of the named packages that this system has, a line each: what can do without the others says that it skips.
obtainable_packages() {
  local package
  for package in "$@"; do
    if is_installed "$package" || is_available "$package"; then
      echo "$package"
    else
      echo "SKIPPED: the package $package is missing, and apt does not have it" >&2
    fi
  done
}

as_root() {
  if [[ $(id -u) -eq 0 ]]; then
    "$@"
  else
    sudo "$@"
  fi
}

# On a fresh machine the lists of packages are empty.
has_package_lists() { [[ -n $(apt-cache madison apt 2>/dev/null) ]]; }

update_package_lists() { as_root apt-get update -q || fail 'apt-get update failed, see above.'; }

install_packages() {
  local -a packages
  mapfile -t packages < <(missing_packages "$@")
  [[ ${#packages[@]} -gt 0 ]] || return 0
  command -v apt-get >/dev/null ||
    fail "these packages of Debian are missing, and there is no apt-get to install them with: ${packages[*]}."
  [[ $(id -u) -eq 0 ]] || command -v sudo >/dev/null ||
    fail "packages are missing; as root, call: apt-get install --no-install-recommends ${packages[*]}"
  step "Installing ${packages[*]} (asks for root)"
  update_package_lists
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${packages[@]}" ||
    fail "apt-get could not install ${packages[*]}, see above."
}

# Whether there is an SDK of .NET that global.json accepts: any of .NET 10. dotnet itself reads that file, and in the same
# way CMakeLists.txt asks it, so that nothing else says which one is good. The installer of Microsoft puts it into
# ~/.dotnet, but not into the PATH; and the one of the PATH may be an older one.
has_sdk() {
  local folder
  for folder in '' "${DOTNET_ROOT:+$DOTNET_ROOT/}" "${HOME:-}/.dotnet/"; do
    if "${folder}dotnet" --version >/dev/null 2>&1; then
      PATH="${folder:+${folder%/}:}$PATH"
      return
    fi
  done
  return 1
}

# What to say where there is none: what dotnet says, too.
missing_sdk() { sed -nE 's/^ *"errorMessage": "(.*)"$/\1/p' global.json; }

# Has all that is needed, and those of the named packages that this system has; the working directory is the top of the
# repository.
prepare() {
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
  local -a packages
  if command -v apt-get >/dev/null && ! has_package_lists && { ! has_sdk || [[ -n $(missing_packages "$@") ]]; }; then
    step 'Reading the lists of packages (asks for root)'
    update_package_lists
  fi
  # Ubuntu has a package of the SDK, Debian has none.
  has_sdk || ! is_available dotnet-sdk-10.0 || install_packages dotnet-sdk-10.0
  has_sdk || fail "$(missing_sdk)"
  mapfile -t packages < <(obtainable_packages "$@")
  install_packages "${packages[@]}"
}
