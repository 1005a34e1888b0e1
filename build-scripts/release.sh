#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes all that a release consists of, from the commit that is checked out, into one folder.
#
#   build-scripts/release.sh VERSION [folder]
#
#   VERSION   of Directory.Build.props, which is the one place of it: it is named here so that nothing else is released
#   folder    where to put it; by default build/orthanc-deid-VERSION
#
# The plugin for Linux on x86_64 and arm64, the packages of Debian for both, a bill of materials (CycloneDX) of each, the
# notices of what is linked in, what CHANGELOG.md says of the version, and SHA256SUMS of all. Nothing is published or signed;
# the last lines say how to sign.
#
# It refuses what is not committed, a version that is not that of the project, and one that CHANGELOG.md or
# packaging/debian/changelog does not have. It is built from an export of the commit, so that nothing else counts, and with
# the packages of the lock files alone. Needs what a build for both needs, and dpkg-dev, file, npm and python3.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
# shellcheck source=build-scripts/prerequisites.sh
source "$here/build-scripts/prerequisites.sh"

runtimes=(linux-x64 linux-arm64)
work=''
trap '[[ -z $work ]] || rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The section of CHANGELOG.md about a version, without its heading; nothing if there is none.
changes() {
  awk -v version="$1" '
    /^## / { is_found = $2 == "[" version "]" && $3 == "-" && $4 ~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]$/; next }
    is_found { print }' CHANGELOG.md
}

# Ends unless the version can be released.
require_releasable() {
  local version="$1" project newest
  project="$(sed -nE 's/.*<Version>(.*)<\/Version>.*/\1/p' Directory.Build.props)"
  [[ $version == "$project" ]] || fail "Directory.Build.props has version $project, not $version."
  [[ -n $(changes "$version") ]] || fail "CHANGELOG.md has nothing under \"## [$version] - YYYY-MM-DD\"."
  read -r newest <packaging/debian/changelog
  [[ $newest == "orthanc-deid ($version) "* ]] || fail "packaging/debian/changelog begins with \"$newest\"."
  [[ $(git rev-parse --show-toplevel 2>/dev/null) == "$here" ]] || fail "$here is no clone of the repository."
  [[ -z $(git status --porcelain) ]] || fail "this is not committed: $(git status --porcelain | paste -sd ' ')"
}

# Ends unless all required programs are installed. CMake names the compilers.
require_programs() {
  local program
  has_sdk || fail "$(missing_sdk)"
  for program in cmake dpkg-shlibdeps file npm python3; do
    command -v "$program" >/dev/null || fail "there is no $program (apt-get install cmake dpkg-dev file npm python3)."
  done
}

# Runs a command, and shows its messages if it fails.
run() {
  "$@" >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    fail "\"$*\" failed, see above."
  }
}

# Builds the plugin and the packages for one runtime, from the folder of the export.
release_runtime() {
  local runtime="$1" name="libOrthancDeid-$version-$1" made="plugin/Plugin/bin/Release/net10.0/$1/native/libOrthancDeid.so.dbg"
  local -a options=(-DCMAKE_BUILD_TYPE=Release "-DORTHANC_DEID_RUNTIME=$runtime")
  # The files that find text in images exist for x86_64 only.
  [[ $runtime != linux-x64 ]] || options+=("-DORTHANC_DEID_TEXT=$text")
  run cmake -B "build/$runtime" "${options[@]}"
  run cmake --build "build/$runtime"
  install -m 644 "build/$runtime/libOrthancDeid.so" "$folder/$name.so"
  python3 packaging/linked.py sbom "$runtime" "$folder/$name.so" "$made" "$date" >"$folder/$name.cdx.json"
  python3 packaging/linked.py notices >"$work/notices"
  cmp -s "$work/notices" packaging/THIRD-PARTY-NOTICES.txt ||
    fail 'packaging/THIRD-PARTY-NOTICES.txt is not what packaging/linked.py notices makes of this build.'
  (cd "build/$runtime" && run cpack)
  install -m 644 "build/$runtime"/*.deb "$folder/"
}

if [[ $# -lt 1 || $# -gt 2 || $1 == -* ]]; then
  usage >&2
  exit 2
fi
cd "$here"
version="$1"
require_releasable "$version"
folder="${2:-$here/build/orthanc-deid-$version}"
[[ ! -e $folder ]] || fail "$folder is there already."
require_programs
text="$(build-scripts/fetch-text-recognition.sh)"
[[ -n $text ]] || fail 'what finds text in images could not be fetched, see above.'

work="$(mktemp -d)"
# It is moved to its place when it is complete.
target="$(realpath -m "$folder")"
folder="$work/release"
mkdir "$folder"
# Everything gets the time of the commit. Packages have the same permissions, whoever makes them.
SOURCE_DATE_EPOCH="$(git log -1 --format=%ct)"
export SOURCE_DATE_EPOCH RestoreLockedMode=true DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
date="$(date --utc --date "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)"
umask 022
git archive --output "$work/tree.tar" HEAD
mkdir "$work/orthanc-deid"
tar -C "$work/orthanc-deid" -xf "$work/tree.tar"
changes "$version" >"$folder/CHANGES.md"
cd "$work/orthanc-deid"
for runtime in "${runtimes[@]}"; do
  step "Building for $runtime (a minute or two)"
  release_runtime "$runtime"
done
python3 packaging/linked.py text-sbom "$text" "$date" >"$folder/orthanc-deid-text-$version.cdx.json"
install -m 644 LICENSE packaging/THIRD-PARTY-NOTICES.txt "$folder/"
(cd "$folder" && sha256sum -- * >"$work/SHA256SUMS" && install -m 644 "$work/SHA256SUMS" .)
mkdir -p "$(dirname "$target")"
mv "$folder" "$target"
folder="$target"

step "The release $version of the commit $(git -C "$here" rev-parse HEAD)"
cat "$folder/SHA256SUMS"
printf '\nIt stands in %s. To sign it, so that others can see who made it:\n' "$folder"
printf '  gpg --armor --detach-sign %q    makes SHA256SUMS.asc\n' "$folder/SHA256SUMS"
