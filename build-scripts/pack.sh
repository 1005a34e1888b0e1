#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Packs the libraries for .NET programmers: OrthancDeid.Dicom and OrthancDeid.Deidentification, with their symbols, as
# packages of NuGet. Publishes nothing. The same commit makes the same bytes.
#
#   build-scripts/pack.sh FOLDER [option of dotnet pack...]
#
#   FOLDER   where the packages go
#   option   such as -p:RepositoryUrl=ADDRESS, by which whoever publishes them names the repository
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# shellcheck source=build-scripts/prerequisites.sh
source "$here/build-scripts/prerequisites.sh"
if [[ $# -lt 1 || $1 == -h || $1 == --help ]]; then
  usage
  exit
fi
folder="$(realpath -m "$1")"
shift
cd "$here"

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
has_sdk || fail "$(missing_sdk)"

mkdir -p "$folder"
for library in Dicom Deidentification; do
  dotnet pack "plugin/$library" --configuration Release --artifacts-path "$work/made" --output "$work/packed" \
    -p:IsPacked=true "$@"
done

# The packages of the .NET SDK contain the time, and random names.
for package in "$work"/packed/*; do
  packaging/same-bytes.py "$package" "$folder/$(basename "$package")"
done
ls -l "$folder"
