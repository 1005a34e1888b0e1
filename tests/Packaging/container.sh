#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Builds packaging/Dockerfile and the Dockerfile of docs/installing.md on bases made of Debian, starts what they make, asks it,
# and starts what packaging/compose/compose.yaml says on the PostgreSQL of this machine. Names what is wrong, and fails then.
#
#   tests/Packaging/container.sh [suite]
#
#   suite   of Debian, for both bases; by default bookworm
#
# No image is fetched: with buildah alone, by chroot, in a network that nothing leaves while Orthanc runs. Needs root, buildah,
# debootstrap, curl, python3-yaml, PostgreSQL and a Debian mirror; what is missing is named: `SKIPPED: ...`.
# ORTHANC_DEID_DEBIAN_MIRROR and ORTHANC_DEID_DEBIAN_KEYRING are those of tests/hosts/fetch-orthanc.sh. The bases are kept in
# the folder orthanc-deid/bases of XDG_CACHE_HOME (~/.cache). What is not committed is not built.
#
# Programs for others stand here as text.
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

subject='containers'
bases="${XDG_CACHE_HOME:-$HOME/.cache}/orthanc-deid/bases"
page=docs/installing.md
work=''
# The servers of buildah, by the port of the Orthanc in each.
declare -A servers=()

# By a request, since buildah passes no signal on.
stop_servers() {
  local port
  for port in "${!servers[@]}"; do
    curl -sS -o /dev/null -d '' "http://127.0.0.1:$port/tools/shutdown" || true
    wait "${servers[$port]}" || true
  done
  servers=()
}

cleanup() {
  trap - EXIT INT TERM
  stop_servers
  if [[ -n $work ]]; then
    [[ ! -e $work/database/data/postmaster.pid ]] || database pg_ctl -D "$work/database/data" -m immediate stop >/dev/null || true
    rm -rf --one-file-system "$work"
  fi
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Everything that buildah keeps is in a folder of the test.
images() { buildah --root "$work/images" --runroot "$work/run" --storage-driver vfs "$@"; }

# Runs a program of PostgreSQL, which does not run as root.
database() {
  local program="$1"
  shift
  (cd / && runuser -u postgres -- "$programs/$program" "$@")
}

# Imports a plain Debian as an image; fetched once.
import_debian() {
  local archive="$bases/$suite.tar" source mirror keys container
  if [[ ! -e $archive ]]; then
    echo "Debian $suite: fetching (a minute or two) ..."
    source="$(machine_source)" || source=''
    mirror="${ORTHANC_DEID_DEBIAN_MIRROR:-${source%% *}}"
    [[ -n $mirror ]] || skip 'no Debian mirror in the apt configuration; name one in ORTHANC_DEID_DEBIAN_MIRROR'
    keys="$(keyring "${source#* }")"
    debootstrap --variant=minbase --include=ca-certificates ${keys:+"--keyring=$keys"} "$suite" "$work/debian" "$mirror" \
      >"$work/log" 2>&1 || skip "Debian $suite: $(tail -n 3 "$work/log" | tr '\n' ' ')"
    mkdir -p "$bases"
    tar -C "$work/debian" -cf "$work/debian.tar" .
    rm -rf --one-file-system "$work/debian"
    mv "$work/debian.tar" "$archive"
  fi
  container="$(images from scratch)"
  images add --quiet "$container" "$archive" / >/dev/null
  images commit --quiet --rm "$container" localhost/debian >/dev/null
}

# Makes an image of Debian with packages, and a folder of programs of this machine. $1: the image   $2: the folder, or
# nothing   the rest: packages
make_base() {
  local image="$1" folder="$2" container
  shift 2
  container="$(images from --pull-never localhost/debian)"
  # No service is started.
  images run --isolation chroot --network host --env DEBIAN_FRONTEND=noninteractive "$container" -- sh -euc '
    printf "#!/bin/sh\nexit 101\n" >/usr/sbin/policy-rc.d
    chmod +x /usr/sbin/policy-rc.d
    apt-get update -q
    apt-get install -q -y --no-install-recommends "$@"' sh "$@" >"$work/log" 2>&1 ||
    skip "$image: $(tail -n 3 "$work/log" | tr '\n' ' ')"
  if [[ -n $folder ]]; then
    images copy --quiet "$container" "$folder" "$folder" >/dev/null
    images config --env "PATH=$folder:/usr/sbin:/usr/bin:/sbin:/bin" "$container"
  fi
  images commit --quiet --rm "$container" "$image" >/dev/null
}

build_image() {
  images build --isolation chroot --pull-never "$@" >"$work/log" 2>&1 || {
    cat "$work/log"
    fail 'the image could not be built, see above.'
  }
}

# Runs the Orthanc of an image with a configuration, as root, until the test ends. $1: the image   $2: the configuration
# $3: the port   the rest: options of buildah
start_orthanc() {
  local image="$1" configuration="$2" port="$3" container tries
  shift 3
  container="$(images from --pull-never "$image")"
  images run --isolation chroot --network host "$@" "$container" -- /usr/sbin/Orthanc "$configuration" \
    >"$work/orthanc-$port.log" 2>&1 &
  servers[$port]=$!
  for ((tries = 0; tries < 300; tries++)); do
    ! curl -sf -o /dev/null "http://127.0.0.1:$port/system" || return 0
    kill -0 "${servers[$port]}" 2>/dev/null || break
    sleep 0.2
  done
  expect "$image starts" yes "$(grep -E '^[EW]' "$work/orthanc-$port.log" | tail -n 5)"
  return 1
}

member() { python3 -c 'import json, sys; print(json.loads(sys.argv[2])[sys.argv[1]])' "$@"; }

sorted_patients() { python3 -c 'import json, sys; print(sorted(json.loads(sys.argv[1])))' "$(curl -sS "$1/patients")"; }

# Stores an instance that names a patient, anonymizes it, and prints the new name.
anonymized_name() {
  local instance made
  instance="$(member ID "$(curl -sS "$1/tools/create-dicom" -d '{"Tags": {"PatientName": "Rossi^Carla", "PatientID": "4711"}}')")"
  curl -sS "$1/instances/$instance/anonymize" -d '{}' -o "$work/made.dcm"
  made="$(member ID "$(curl -sS "$1/instances" --data-binary "@$work/made.dcm")")"
  member PatientName "$(curl -sS "$1/instances/$made/simplified-tags")"
}

expect_answers() {
  expect "$1: the version" "$version" "$(member Version "$(curl -sS "$2/deid")")"
  expect "$1: an anonymization" yes "$([[ $(anonymized_name "$2") == Anonymized[0-9]* ]] && echo yes)"
}

# Checks the images that Dockerfiles make of the base alone.
try_images() {
  cat >"$work/orthanc.json" <<'JSON'
{"HttpPort": 8042, "DicomServerEnabled": false, "RemoteAccessAllowed": false, "AuthenticationEnabled": false,
 "StorageDirectory": "/tmp/storage", "IndexDirectory": "/tmp/storage", "Plugins": ["/usr/share/orthanc/plugins/libOrthancDeid.so"]}
JSON
  local image
  for image in orthanc-deid one-line; do
    step "Starting $image"
    start_orthanc "localhost/$image" /etc/orthanc/test.json 8042 --volume "$work/orthanc.json:/etc/orthanc/test.json:ro" || continue
    expect_answers "$image" http://127.0.0.1:8042
    stop_servers
  done
}

# The settings of a service in compose.yaml, as options of buildah, a line each. It has no ports here, and its names resolve
# to this machine.
compose_options() {
  python3 - "$1" "$work/compose" <<'PYTHON'
import sys
import yaml

name, folder = sys.argv[1:]
with open("packaging/compose/compose.yaml", encoding="utf-8") as file:
    services = yaml.safe_load(file)["services"]
assert set(services) == {"database", "orthanc-1", "orthanc-2"}, services.keys()
service = services[name]
assert services["database"]["environment"]["POSTGRES_PASSWORD"] == service["environment"]["DATABASE_PASSWORD"]
for variable, value in service["environment"].items():
    value = {"DATABASE_HOST": "127.0.0.1", "DATABASE_PASSWORD": "secret"}.get(variable, value)
    print(f"--env\n{variable}={value}")
for volume in service["volumes"]:
    source, target, *mode = volume.split(":")
    print(f"--volume\n{folder}/{name}/{source}:{target}{''.join(':' + one for one in mode)}")
PYTHON
}

try_compose() {
  local node port options patients=()
  step 'Starting what compose.yaml says'
  install -d -o postgres "$work/database"
  chmod a+x "$work"
  database initdb -D "$work/database/data" -A trust -U orthanc >"$work/log"
  database pg_ctl -D "$work/database/data" -w -l "$work/database/log" \
    -o "-c listen_addresses=127.0.0.1 -c unix_socket_directories=$work/database -c fsync=off" start >>"$work/log"
  database createdb -h 127.0.0.1 -U orthanc orthanc
  for node in 1 2; do
    port=$((8041 + node))
    mkdir -p "$work/compose/orthanc-$node/audit-$node"
    # One network for both.
    sed "s/\"HttpPort\": 8042/\"HttpPort\": $port/" packaging/compose/orthanc.json >"$work/compose/orthanc-$node/orthanc.json"
    printf 'the secret of a test, longer than 32 bytes' >"$work/compose/orthanc-$node/pseudonyms.key"
    chmod 400 "$work/compose/orthanc-$node/pseudonyms.key"
    compose_options "orthanc-$node" >"$work/options"
    mapfile -t options <"$work/options"
    start_orthanc localhost/orthanc-deid /etc/orthanc/orthanc.json "$port" "${options[@]}" || return 0
    expect_answers "orthanc-$node" "http://127.0.0.1:$port"
    expect "orthanc-$node: its name" "orthanc-$node" "$(member Name "$(curl -sS "http://127.0.0.1:$port/system")")"
    patients+=("$(sorted_patients "http://127.0.0.1:$port")")
  done
  expect 'they share the index' "${patients[1]}" "$(sorted_patients http://127.0.0.1:8042)"
  for node in 1 2; do
    expect "orthanc-$node: its audit" yes \
      "$([[ -s $work/compose/orthanc-$node/audit-$node/deid-audit.jsonl ]] && echo yes)"
  done
  stop_servers
}

if [[ ${1:-} == -* ]]; then
  usage >&2
  exit 2
fi
suite="${1:-bookworm}"
[[ $(id -u) -eq 0 ]] || skip 'buildah builds by chroot, which needs root'
for program in buildah debootstrap curl git ip runuser unshare dotnet; do
  command -v "$program" >/dev/null || skip "there is no $program (apt-get install buildah debootstrap curl git iproute2 util-linux)"
done
python3 -c 'import yaml' 2>/dev/null || skip 'there is no PyYAML (apt-get install python3-yaml)'
programs="$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1 || true)"
[[ -n $programs ]] || skip 'there is no PostgreSQL (apt-get install postgresql)'
version="$(sed -nE 's/.*<Version>(.*)<\/Version>.*/\1/p' Directory.Build.props)"

if [[ -z ${ORTHANC_DEID_CONTAINERS:-} ]]; then
  work="$(mktemp -d)"
  step 'Making the bases'
  sdk="$(dirname "$(readlink -f "$(command -v dotnet)")")"
  import_debian
  make_base localhost/your/orthanc:image '' orthanc orthanc-postgresql
  make_base localhost/sdk "$sdk" libicu-dev

  step 'Building packaging/Dockerfile'
  git clone --quiet . "$work/source"
  mkdir -p "$HOME/.nuget"
  build_image --build-arg BUILD_IMAGE=localhost/sdk --build-arg ORTHANC_IMAGE=localhost/your/orthanc:image \
    --volume "$HOME/.nuget:/root/.nuget" \
    --file "$work/source/packaging/Dockerfile" --tag localhost/orthanc-deid "$work/source"

  step "Building the Dockerfile of $page"
  mkdir "$work/one-line"
  sed -n '/^[`]\{3\}dockerfile$/,/^[`]\{3\}$/{/^[`]/d;p}' "$page" >"$work/one-line/Dockerfile"
  grep -q '^COPY libOrthancDeid.so ' "$work/one-line/Dockerfile" || fail "$page has no Dockerfile."
  container="$(images from --pull-never localhost/orthanc-deid)"
  cp "$(images mount "$container")/usr/share/orthanc/plugins/libOrthancDeid.so" "$work/one-line/"
  images rm "$container" >/dev/null
  sed -i 's|^FROM your/|FROM localhost/your/|' "$work/one-line/Dockerfile"
  build_image --tag localhost/one-line "$work/one-line"

  # Orthanc 1.10.1 listens on all addresses, but here there are no others. Everything started here ends with it.
  ORTHANC_DEID_CONTAINERS="$work" unshare --net --pid --fork --kill-child --mount-proc \
    bash -euc 'ip link set lo up; exec "$0" "$@"' "${BASH_SOURCE[0]}" "$@" || wrong=1
  ((wrong == 0)) || fail 'the containers are not as they should be, see above.'
  echo 'The images answer, and so does what compose.yaml starts.'
else
  folder="$ORTHANC_DEID_CONTAINERS"
  work="$folder"
  # The folder belongs to the caller.
  trap 'stop_servers; [[ ! -e $work/database/data/postmaster.pid ]] || database pg_ctl -D "$work/database/data" -m immediate stop >/dev/null' EXIT
  try_images
  try_compose
  exit "$wrong"
fi
