# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced by the scripts that people call: prints their usage, ends with one sentence when something is wrong, and installs
# what is missing.

# Prints the comment at the top of the script that was called.
usage() { sed -n '3,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0"; }

# Prints a sentence, and ends.
fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

step() { printf '\n== %s\n' "$*"; }

# The path of this machine's Orthanc, which Debian puts where only root looks; empty if there is none.
system_orthanc() { PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v Orthanc || true; }

is_installed() {
  # A line for each architecture that it is installed for.
  [[ $'\n'$(dpkg-query --show --showformat '${db:Status-Status}\n' "$1" 2>/dev/null)$'\n' == *$'\ninstalled\n'* ]]
}

# Whether apt could install a package.
is_available() { [[ $(LC_ALL=C apt-cache policy "$1" 2>/dev/null) =~ Candidate:\ [^\(] ]]; }

# The missing packages of Debian and Ubuntu without which nothing can be built or started, a line each.
missing_packages() {
  [[ -n $(system_orthanc) ]] || echo orthanc
  [[ -r /usr/include/orthanc/OrthancCPlugin.h || -r /usr/local/include/orthanc/OrthancCPlugin.h ]] || echo orthanc-dev
  command -v cc >/dev/null || echo gcc
  command -v c++ >/dev/null || echo g++
  [[ -r /usr/include/stdio.h ]] || echo libc6-dev
  command -v cmake >/dev/null || echo cmake
  command -v make >/dev/null || echo make
  # The .NET SDK needs ICU, of any version; the plugin does not.
  compgen -G '/usr/lib/*/libicuuc.so.*' >/dev/null || compgen -G '/usr/lib*/libicuuc.so.*' >/dev/null || echo libicu-dev
  [[ -r /etc/ssl/certs/ca-certificates.crt ]] || echo ca-certificates
}

# Those of the named packages that are not installed, a line each.
absent_packages() {
  local package
  for package in "$@"; do
    is_installed "$package" || echo "$package"
  done
}

can_install() { command -v apt-get >/dev/null && { [[ $(id -u) -eq 0 ]] || command -v sudo >/dev/null; }; }

as_root() {
  if [[ $(id -u) -eq 0 ]]; then
    "$@"
  else
    sudo "$@"
  fi
}

# On a fresh machine the lists of packages are empty.
has_package_lists() { [[ -n $(apt-cache madison apt 2>/dev/null) ]]; }

# Only once: lists that were just read are up to date.
lists_are_read=''
read_package_lists() {
  [[ -z $lists_are_read ]] || return 0
  step 'Reading the lists of packages (asks for root)'
  as_root apt-get update -q || return
  lists_are_read=yes
}

install_packages() {
  read_package_lists || return
  step "Installing $* (asks for root)"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}

# Installs packages that are required, or ends.
require_packages() {
  [[ $# -gt 0 ]] || return 0
  command -v apt-get >/dev/null ||
    fail "these packages of Debian are missing, and there is no apt-get to install them with: $*."
  can_install || fail "packages are missing; as root, call: apt-get install --no-install-recommends $*"
  install_packages "$@" || fail "apt-get could not install $*, see above."
}

# Installs the packages for optional tests if it can. It reports the others and goes on, since those tests skip.
want_packages() {
  local package
  local -a obtainable=()
  for package in "$@"; do
    if ! can_install; then
      echo "SKIPPED: the package $package is missing (as root: apt-get install $package)" >&2
    elif is_available "$package"; then
      obtainable+=("$package")
    else
      echo "SKIPPED: the package $package is missing, and apt does not have it" >&2
    fi
  done
  [[ ${#obtainable[@]} -gt 0 ]] || return 0
  install_packages "${obtainable[@]}" ||
    echo "SKIPPED: apt-get could not install ${obtainable[*]}, see above" >&2
}

# Whether there is a .NET SDK that global.json accepts: any of .NET 10. dotnet itself reads that file, and CMakeLists.txt
# asks it in the same way, so that the requirement is in one place only. Microsoft's installer puts the SDK into ~/.dotnet,
# but not into the PATH, where there may be an older one. An SDK without ICU ends with an error, but counts: ICU is a package
# to install.
has_sdk() {
  local folder
  for folder in '' "${DOTNET_ROOT:+$DOTNET_ROOT/}" "${HOME:-}/.dotnet/"; do
    if DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "${folder}dotnet" --version >/dev/null 2>&1; then
      PATH="${folder:+${folder%/}:}$PATH"
      return
    fi
  done
  return 1
}

# The message for a missing SDK, which is dotnet's own message, too.
missing_sdk() { sed -nE 's/^ *"errorMessage": "(.*)"$/\1/p' global.json; }

# Installs everything that is needed, and those of the named packages that are available. The working directory is the top of
# the repository.
prepare() {
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
  local -a missing absent
  mapfile -t missing < <(missing_packages)
  mapfile -t absent < <(absent_packages "$@")
  if can_install && ! has_package_lists && { ! has_sdk || [[ ${#missing[@]} -gt 0 || ${#absent[@]} -gt 0 ]]; }; then
    read_package_lists || echo 'apt-get update failed, see above: packages that are missing cannot be installed.' >&2
  fi
  # Ubuntu has a package of the SDK, and Debian has none.
  if ! has_sdk && is_available dotnet-sdk-10.0; then
    require_packages dotnet-sdk-10.0
  fi
  has_sdk || fail "$(missing_sdk)"
  require_packages "${missing[@]}"
  want_packages "${absent[@]}"
}
