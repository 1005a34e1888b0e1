#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes the packages of Debian, and does with them what an administrator does, in fresh systems of Debian: installs them,
# starts Orthanc, asks it, sets something, upgrades, goes back, removes and purges.
#
#   tests/Packaging/deb.sh [suite...]
#
#   suite   of Debian; by default bookworm and trixie
#
# The commands of docs/installing.md are run as they stand there. Names what is wrong, and fails then. Needs root, for a
# fresh system is a chroot, and debootstrap, curl, dpkg-dev and a Debian mirror; lintian has its say if it is there. What is
# missing is named: `SKIPPED: ...`. ORTHANC_DEID_DEBIAN_MIRROR and ORTHANC_DEID_DEBIAN_KEYRING are those of
# tests/hosts/fetch-orthanc.sh. Fresh systems are kept in the folder orthanc-deid/systems of XDG_CACHE_HOME (~/.cache).
#
# Commands for the system stand here as text.
# shellcheck disable=SC2016
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
cd "$here"
# shellcheck source=build-scripts/prerequisites.sh
source build-scripts/prerequisites.sh
# shellcheck source=build-scripts/dotnet.sh
source build-scripts/dotnet.sh
# shellcheck source=tests/hosts/debian-source.sh
source tests/hosts/debian-source.sh
# shellcheck source=tests/Packaging/checks.sh
source tests/Packaging/checks.sh

subject='the packages of Debian'
systems="${XDG_CACHE_HOME:-$HOME/.cache}/orthanc-deid/systems"
page=docs/installing.md
link=usr/share/orthanc/plugins/libOrthancDeid.so
work=''
system=''
server=''
port=''

stop_orthanc() {
  [[ -n $server ]] || return 0
  # A namespace of its own ends with its shell, and with it everything that it has mounted.
  pkill -TERM -P "$server" 2>/dev/null || kill -TERM "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=''
}

cleanup() {
  trap - EXIT INT TERM
  stop_orthanc
  [[ -z $work ]] || rm -rf --one-file-system "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Runs a command in the fresh system. Its mounts end with it.
in_system() {
  unshare --mount --propagation private bash -euc '
    mount -t proc proc "$1/proc"
    mount --rbind /dev "$1/dev"
    exec chroot "$1" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
      bash -euc "sudo() { \"\$@\"; }; cd /tmp; $2"' bash "$system" "$1"
}

# Runs a command that the page gives to administrators, in the fresh system.
documented() {
  grep -qxF -- "$1" "$page" || expect "a command of $page" "$1" 'not there'
  in_system "$1" >>"$work/log" 2>&1 || {
    expect "$1" 'an end without error' "$(tail -n 5 "$work/log")"
    return 1
  }
}

# Starts Orthanc with the configuration of its package, as its service does, but on a port of its own.
start_orthanc() {
  local tries
  in_system 'exec setpriv --reuid orthanc --regid orthanc --clear-groups /usr/sbin/Orthanc /etc/orthanc' \
    >"$work/orthanc.log" 2>&1 &
  server=$!
  for ((tries = 0; tries < 300; tries++)); do
    kill -0 "$server" 2>/dev/null || break
    ! curl -sf -o /dev/null "http://127.0.0.1:$port/system" || return 0
    sleep 0.2
  done
  expect 'Orthanc starts' yes "$(grep -E '^[EW]' "$work/orthanc.log" | tail -n 5)"
  return 1
}

ask() { curl -sS "http://127.0.0.1:$port$1" "${@:2}"; }

# The value of a member of a JSON answer that has text, numbers and Booleans.
member() {
  local found
  found="$(sed -nE "s/^ *\"$1\" *: *\"?([^\",]*)\"?,? *\$/\\1/p" <<<"$2")"
  printf '%s\n' "${found%%$'\n'*}"
}

# The name of a patient after an anonymization with a request of an old client.
anonymized_name() {
  local instance
  instance="$(member ID "$(ask /tools/create-dicom -d '{"Tags": {"PatientName": "Rossi^Carla", "StudyDescription": "CT head"}}')")"
  ask "/instances/$instance/anonymize" -d '{}' -o "$work/anonymized.dcm"
  instance="$(member ID "$(ask /instances --data-binary "@$work/anonymized.dcm")")"
  member PatientName "$(ask "/instances/$instance/simplified-tags")"
}

# Checks that the plugin answers, with Orthanc started.
expect_answers() {
  expect "$1: GET /deid" 200 "$(ask /deid -o "$work/deid" -w '%{http_code}')"
  expect "$1: the version" "$version" "$(member Version "$(<"$work/deid")")"
  expect "$1: an anonymization" yes "$([[ $(anonymized_name) == Anonymized[0-9]* ]] && echo yes)"
}

# All files and links of the system, except Orthanc's data and files that programs write in passing.
list_files() {
  (cd "$system" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./tmp -o -path ./run -o -path ./var/cache -o \
    -path ./var/lib/apt -o -path ./var/log -o -path ./var/lib/orthanc -o -path './var/lib/dpkg/*-old' \) -prune \
    -o -printf '%p %l\n' | sort)
}

# Puts Debian with Orthanc into an archive, or reports why it cannot.
fetch_system() {
  local suite="$1" source mirror keys
  source="$(machine_source)" || source=''
  mirror="${ORTHANC_DEID_DEBIAN_MIRROR:-${source%% *}}"
  [[ -n $mirror ]] || skip 'no Debian mirror in the apt configuration; name one in ORTHANC_DEID_DEBIAN_MIRROR'
  keys="$(keyring "${source#* }")"
  mkdir -p "$systems" "$system"
  debootstrap --variant=minbase ${keys:+"--keyring=$keys"} "$suite" "$system" "$mirror" || return
  # No service is started. Without this machine's name in /etc/hosts, each look-up of it takes half a second.
  printf '#!/bin/sh\nexit 101\n' >"$system/usr/sbin/policy-rc.d"
  chmod +x "$system/usr/sbin/policy-rc.d"
  cp /etc/hosts /etc/resolv.conf "$system/etc/"
  in_system 'apt-get install -q -y --no-install-recommends orthanc' || return
  tar -C "$system" -cf "$work/system.tar" . || return
  mv "$work/system.tar" "$systems/$suite.tar"
}

# Unpacks Debian with Orthanc anew.
fresh_system() {
  local suite="$1"
  system="$work/$suite"
  if [[ ! -e $systems/$suite.tar ]]; then
    echo "Debian $suite: fetching (a minute or two) ..."
    fetch_system "$suite" >>"$work/log" 2>&1 || skip "Debian $suite: $(tail -n 3 "$work/log" | tr '\n' ' ')"
    rm -rf --one-file-system "$system"
  fi
  mkdir "$system"
  tar -C "$system" -xf "$systems/$suite.tar"
  sed -i "s/\"HttpPort\" : 8042/\"HttpPort\" : $port/; s/\"DicomServerEnabled\" : true/\"DicomServerEnabled\" : false/" \
    "$system/etc/orthanc/orthanc.json"
  # Answers apt's questions in place of the administrator.
  echo 'APT::Get::Assume-Yes "true";' >"$system/etc/apt/apt.conf.d/99yes"
  cp "$work"/made/*.deb "$system/tmp/"
}

# Does what an administrator does in one system, from the first installation to the purge.
live() {
  local suite="$1"
  fresh_system "$suite"
  list_files >"$work/before"

  documented "sudo apt-get install ./orthanc-deid_${version}_amd64.deb" || return 0
  expect "$suite: the link" ../../../lib/orthanc/plugins/libOrthancDeid.so "$(readlink "$system/$link" || true)"
  start_orthanc || return 0
  expect_answers "$suite, installed"
  cp "$work/deid" "$work/deid-installed"
  stop_orthanc

  # The configuration file as delivered changes nothing, and does not disturb anything.
  mv "$system/etc/orthanc/deid.json" "$work/deid.json"
  start_orthanc || return 0
  expect "$suite: GET /deid without deid.json" "$(<"$work/deid-installed")" "$(ask /deid)"
  stop_orthanc
  mv "$work/deid.json" "$system/etc/orthanc/deid.json"
  cp "$system/etc/orthanc/orthanc.json" "$work/orthanc.json"
  sed -i '0,/^{/s//{ "Deid": {"StrictRequests": true},/' "$system/etc/orthanc/orthanc.json"
  start_orthanc || return 0
  expect "$suite: a section in orthanc.json, and deid.json as it comes" true "$(member StrictRequests "$(ask /deid)")"
  stop_orthanc
  cp "$work/orthanc.json" "$system/etc/orthanc/orthanc.json"

  # An administrator removes the comment. The settings then stay in force when the package is upgraded.
  documented "sudo sed -i '/^  \\/\\*\$/d; /^  \\*\\/\$/d' /etc/orthanc/deid.json" || return 0
  documented "sudo apt-get install ./orthanc-deid_${version}+next_amd64.deb" || return 0
  expect "$suite: the upgrade" "$version+next" "$(in_system 'dpkg-query --show --showformat "\${Version}" orthanc-deid')"
  start_orthanc || return 0
  expect_answers "$suite, upgraded"
  expect "$suite: the profile after the upgrade" site "$(member DefaultProfile "$(<"$work/deid")")"
  stop_orthanc

  documented "sudo apt-get install --allow-downgrades ./orthanc-deid_${version}_amd64.deb" || return 0
  start_orthanc || return 0
  expect_answers "$suite, back"
  expect "$suite: the profile after going back" site "$(member DefaultProfile "$(<"$work/deid")")"
  stop_orthanc

  documented 'sudo apt-get remove orthanc-deid' || return 0
  expect "$suite: what remains" /etc/orthanc/deid.json \
    "$(in_system "find /usr/lib/orthanc /usr/share/orthanc /etc/orthanc -iname '*deid*'")"
  start_orthanc || return 0
  expect "$suite, removed: GET /deid" 404 "$(ask /deid -o /dev/null -w '%{http_code}')"
  expect "$suite, removed: Orthanc anonymizes by itself" yes "$([[ $(anonymized_name) == Anonymized[0-9]* ]] && echo yes)"
  stop_orthanc

  documented 'sudo apt-get purge orthanc-deid' || return 0
  list_files >"$work/after"
  expect "$suite: what a purge leaves" '' "$(diff "$work/before" "$work/after" || true)"
  rm -rf --one-file-system "$system"
  echo "Debian $suite: installed, asked, upgraded, taken back, removed and purged."
}

if [[ ${1:-} == -* ]]; then
  usage >&2
  exit 2
fi
[[ $# -gt 0 ]] || set -- bookworm trixie
[[ $(id -u) -eq 0 ]] || skip 'a fresh system is a chroot, which needs root'
for program in debootstrap curl dpkg-shlibdeps unshare; do
  command -v "$program" >/dev/null || skip "there is no $program (apt-get install debootstrap curl dpkg-dev util-linux)"
done
has_sdk || fail "$(missing_sdk)"
work="$(mktemp -d)"
version="$(sed -nE 's/.*<Version>(.*)<\/Version>.*/\1/p' Directory.Build.props)"

step 'Making the packages'
build_plugin
mkdir "$work/made"
(cd build && cpack -B "$work/made" && cpack -B "$work/made" -D CPACK_PACKAGE_VERSION="$version+next") >"$work/log" 2>&1 ||
  fail "cpack failed: $(tail -n 5 "$work/log")"
rm -rf "$work/made/_CPack_Packages"
package="$work/made/orthanc-deid_${version}_amd64.deb"
[[ -f $package ]] || fail "cpack did not make $(basename "$package"), but $(ls "$work/made")."
expect 'it depends on libc and Orthanc alone' 'orthanc (>= 1.10.1), libc6 (>= *)' \
  "$(dpkg-deb --field "$package" Depends | sed -E 's/(libc6 \(>=) [0-9.]+/\1 */')"
expect 'its configuration files' /etc/orthanc/deid.json "$(dpkg-deb --info "$package" conffiles)"
if command -v lintian >/dev/null; then
  expect 'lintian' '' "$(lintian --fail-on none --allow-root --tag-display-limit 0 "$package" 2>&1 || true)"
else
  echo 'SKIPPED: lintian is not installed (apt-get install lintian)'
fi

for ((port = 18042; port < 18142; port++)); do
  (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
done
for suite in "$@"; do
  step "In Debian $suite"
  live "$suite"
  stop_orthanc
done
[[ $wrong -eq 0 ]] || exit 1
echo 'The packages of Debian do what docs/installing.md says.'
