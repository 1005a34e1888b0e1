#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Builds the plugin, starts a real Orthanc with it, anonymizes an instance and shows what became of each element, and of what
# is burned into an image. If what finds text in images cannot be fetched, a region of the image is masked instead.
#
#   ./run.sh [--once] [--port N] [folder]
#
#   folder     DICOM files to store in Orthanc; without it, a small CT study that is made for the occasion
#   --once     end after the table; otherwise Orthanc stays until Ctrl-C
#   --port N   where Orthanc listens on 127.0.0.1; 8050 by default, for an installed Orthanc has 8042
#
# Everything Orthanc stores stands in a temporary folder, which is removed at the end.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=build-scripts/prerequisites.sh
source "$here/build-scripts/prerequisites.sh"
# shellcheck source=build-scripts/dotnet.sh
source "$here/build-scripts/dotnet.sh"

port=8050
once=''
folder=''
temporary=''
text=''
server=''

usage() { sed -n '/^#   \.\/run/,/^# Everything/{s/^# \{0,1\}//;p}' "$here/run.sh"; }

while [[ $# -gt 0 ]]; do
  case "$1" in
    --once) once=yes ;;
    --port)
      [[ ${2:-} =~ ^[1-9][0-9]{0,4}$ && $2 -le 65535 ]] || fail '--port needs a number from 1 to 65535.'
      port="$2"
      shift
      ;;
    -h | --help)
      usage
      exit
      ;;
    -*) fail "there is no option $1; ./run.sh --help lists them." ;;
    *)
      [[ -z $folder ]] || fail "only one folder can be given."
      [[ -d $1 && -r $1 ]] || fail "the folder $1 does not exist or cannot be read."
      folder="$(cd "$1" && pwd)"
      ;;
  esac
  shift
done

cleanup() {
  trap - EXIT INT TERM
  if [[ -n $server ]] && kill -TERM "$server" 2>/dev/null; then
    echo 'Stopping Orthanc ...'
    wait "$server" 2>/dev/null || true
  fi
  [[ -z $temporary ]] || rm -rf "$temporary"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

require_free_port() {
  ! listens "$port" || fail "port $port is in use; choose another one: ./run.sh --port N"
}

# Versions before 1.13 cannot bind to one address: they listen on all, and refuse clients that are not local.
start_orthanc() {
  local orthanc tries
  orthanc="$(system_orthanc)"
  temporary="$(mktemp -d)"
  cat >"$temporary/orthanc.json" <<JSON
{
  "Name" : "OrthancDeid",
  "StorageDirectory" : "$temporary/storage",
  "IndexDirectory" : "$temporary/storage",
  "Plugins" : [ "$here/build/libOrthancDeid.so" ],
  "HttpPort" : $port,
  "RemoteAccessAllowed" : false,
  "HttpBindAddresses" : [ "127.0.0.1" ],
  "AuthenticationEnabled" : false,
  "DicomServerEnabled" : false,
  "Deid" : { ${text:+"\"TextFolder\" : \"$text\""} }
}
JSON
  "$orthanc" "$temporary/orthanc.json" >"$temporary/orthanc.log" 2>&1 &
  server=$!
  for ((tries = 0; tries < 150; tries++)); do
    kill -0 "$server" 2>/dev/null || break
    ! listens "$port" || return 0
    sleep 0.2
  done
  grep -E '^[EW]' "$temporary/orthanc.log" | tail -n 5 >&2 || true
  fail "Orthanc did not start on port $port; its last warnings and errors stand above."
}

cd "$here"
# shellcheck disable=SC2119 # It needs no further packages.
prepare
require_free_port

step 'Building the plugin (the first time, this takes about a minute)'
build_plugin
build_demonstration ||
  fail 'the build of tests/Demonstration failed, see above.'

step 'Fetching what finds text in images (the first time, this takes half a minute)'
text="$(build-scripts/fetch-text-recognition.sh)"

step "Starting Orthanc $("$(system_orthanc)" --version | awk 'NR == 1 { print $2 }') with the plugin"
require_free_port
start_orthanc

step 'Storing and anonymizing'
run_demonstration ${text:+--finds-text} "http://127.0.0.1:$port" \
  ${folder:+"$folder"} ||
  fail 'the demonstration did not come to its end, see above.'

if [[ -z $once ]]; then
  printf '\nOrthanc listens on http://127.0.0.1:%s/ ; press Ctrl-C to stop it and to remove what it stored.\n' "$port"
  wait "$server" || true
  tail -n 5 "$temporary/orthanc.log" >&2
  server=''
  fail 'Orthanc ended by itself; the end of its log stands above.'
fi
