#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Follows README.md in an empty Debian, as somebody who has never seen it: tries the plugin with ./run.sh, then installs it
# beside the Orthanc of Debian, and takes the first steps with both. Prints how long each step takes.
#
#   tests/Packaging/cold.sh [suite...]
#
#   suite   of Debian; by default bookworm and trixie
#
# The commands are those of README.md, as they stand there. Names what is wrong, and fails then. Needs root, for an empty
# system is a chroot, and debootstrap and a Debian mirror; what is missing is named: `SKIPPED: ...`. The SDK of .NET, which
# README.md asks for, is this machine's, and so is where NuGet's packages come from. ORTHANC_DEID_DEBIAN_MIRROR and
# ORTHANC_DEID_DEBIAN_KEYRING are those of tests/hosts/fetch-orthanc.sh.
#
# Commands for the system stand here as text.
# shellcheck disable=SC2016
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
cd "$here"
# shellcheck source=build-scripts/prerequisites.sh
source build-scripts/prerequisites.sh
# shellcheck source=tests/hosts/debian-source.sh
source tests/hosts/debian-source.sh
# shellcheck source=tests/Packaging/checks.sh
source tests/Packaging/checks.sh

subject='README.md on an empty Debian'
work=''
system=''

# The folder of the reader in the empty system.
home=/srv

cleanup() {
  trap - EXIT INT TERM
  [[ -z $work ]] || rm -rf --one-file-system "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The block of README.md under a title, adapted to run without Orthanc's service.
block() {
  awk -v title="## $1" '$0 == title { here = 1; next } /^## / { here = 0 } here && /^```sh$/ { inside = 1; next }
    /^```$/ { inside = 0 } here && inside' README.md
}

# Runs commands in the empty system. Everything they start ends with them: they have processes and mounts of their own.
in_system() {
  unshare --mount --pid --fork --kill-child --propagation private bash -euc '
    mount -t proc proc "$1/proc"
    mount --rbind /dev "$1/dev"
    mkdir -p "$1/usr/share/dotnet" "$1$5/.nuget/NuGet"
    mount --bind -o ro "$3" "$1/usr/share/dotnet"
    exec chroot "$1" env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME="$5" LC_ALL=C.UTF-8 ${4:+"SSL_CERT_FILE=$4"} \
      DOTNET_CLI_TELEMETRY_OPTOUT=1 NUGET_CERT_REVOCATION_MODE="${NUGET_CERT_REVOCATION_MODE:-online}" \
      bash -euo pipefail -c "cd ~/orthanc-deid; $2"' bash "$system" "$1" "$sdk" "$certificates" "$home"
}

# Runs a step, and prints how long it takes.
timed() {
  local what="$1" start="$EPOCHREALTIME" log="$work/log"
  if ! in_system "$2" >"$log" 2>&1; then
    printf 'WRONG: %s\n' "$what"
    tail -n 15 "$log"
    wrong=1
    return 1
  fi
  awk -v suite="$suite" -v what="$what" -v start="$start" -v end="$EPOCHREALTIME" \
    'BEGIN { printf "%-9s %-58s %5.0f s\n", suite, what, end - start }'
}

# An empty Debian, with the project, the SDK, and a DICOM file of the reader.
empty_system() {
  local source mirror keys
  source="$(machine_source)" || source=''
  mirror="${ORTHANC_DEID_DEBIAN_MIRROR:-${source%% *}}"
  [[ -n $mirror ]] || skip 'no Debian mirror in the apt configuration; name one in ORTHANC_DEID_DEBIAN_MIRROR'
  keys="$(keyring "${source#* }")"
  system="$work/$suite"
  mkdir "$system"
  debootstrap --variant=minbase ${keys:+"--keyring=$keys"} "$suite" "$system" "$mirror" >"$work/log" 2>&1 ||
    skip "Debian $suite: $(tail -n 3 "$work/log" | tr '\n' ' ')"
  # No service is started. Without this machine's name in /etc/hosts, each look-up of it takes half a second.
  printf '#!/bin/sh\nexit 101\n' >"$system/usr/sbin/policy-rc.d"
  chmod +x "$system/usr/sbin/policy-rc.d"
  cp /etc/hosts /etc/resolv.conf "$system/etc/"
  echo 'APT::Get::Assume-Yes "true";' >"$system/etc/apt/apt.conf.d/99yes"
  ln -s /usr/share/dotnet/dotnet "$system/usr/bin/dotnet"
  mkdir -p "$system$home/orthanc-deid" "$system$home/.nuget/NuGet"
  git archive --output "$work/project.tar" HEAD
  tar -C "$system$home/orthanc-deid" -xf "$work/project.tar"
  [[ ! -r ~/.nuget/NuGet/NuGet.Config ]] || cp ~/.nuget/NuGet/NuGet.Config "$system$home/.nuget/NuGet/"
  [[ -z $certificates ]] || { mkdir -p "$system$(dirname "$certificates")" && cp -L "$certificates" "$system$certificates"; }
  # In an empty system the administrator is root, and nothing supervises Orthanc's service.
  printf '#!/bin/sh\nexec "$@"\n' >"$system/usr/local/bin/sudo"
  printf '#!/bin/sh\nexec setpriv --reuid orthanc --regid orthanc --clear-groups Orthanc /etc/orthanc >/tmp/orthanc.log 2>&1 &\n' \
    >"$system/usr/local/bin/systemctl"
  chmod +x "$system/usr/local/bin/"*
}

# Checks that an Orthanc answers at a port within five minutes, and takes the first steps with the reader's DICOM file.
first_steps() {
  printf '%s\n' "port=$1" 'for ((tries = 0; tries < 600; tries++)); do' \
    '  ! curl -sf -o /dev/null "http://localhost:$port/deid" || break; sleep 0.5' 'done' \
    'instance=$(curl -sS "http://localhost:$port/tools/create-dicom" -d '\''{"Tags": {"PatientName": "Rossi^Carla"}}'\'' | jq -r .ID)' \
    'curl -sS "http://localhost:$port/instances/$instance/file" >image.dcm' \
    'curl -sS -X DELETE "http://localhost:$port/instances/$instance" >/dev/null' \
    "$(block 'First steps' | sed "s/localhost:8042/localhost:$1/")" \
    'new=$(curl -sS "http://localhost:$port/studies/$new/instances-tags?simplify" | jq -r ".[].PatientName")' \
    '[[ $new == Anonymized* && -s anonymized.zip ]] || { echo "PatientName is $new"; exit 1; }'
}

follow() {
  empty_system
  timed './run.sh, until it answers, and the first steps' \
    "set -m; $(block 'Try it in two minutes') >/tmp/run.log 2>&1 & run=\$!; trap 'cat /tmp/run.log' EXIT
     until grep -q 'Ctrl-C' /tmp/run.log; do kill -0 \$run; sleep 1; done
     apt-get install -q curl jq
     $(first_steps 8050)
     kill -INT -- -\$run; wait \$run || true; trap - EXIT" || return 0
  timed './run.sh once more, until its table' "$(block 'Try it in two minutes') --once" || return 0
  timed 'Install' "trap 'cat /tmp/orthanc.log' EXIT; $(block Install)
     $(first_steps 8042); trap - EXIT" || return 0
  rm -rf --one-file-system "$system"
}

if [[ ${1:-} == -* ]]; then
  usage >&2
  exit 2
fi
[[ $# -gt 0 ]] || set -- bookworm trixie
[[ $(id -u) -eq 0 ]] || skip 'an empty system is a chroot, which needs root'
for program in debootstrap unshare git dotnet; do
  command -v "$program" >/dev/null || skip "there is no $program"
done
sdk="$(dirname "$(readlink -f "$(command -v dotnet)")")"
certificates="${SSL_CERT_FILE:-}"
work="$(mktemp -d)"
for suite in "$@"; do
  step "README.md on an empty Debian $suite"
  follow
done
[[ $wrong -eq 0 ]] || exit 1
