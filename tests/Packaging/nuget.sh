#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Packs the libraries, and does with the packages what a .NET programmer does who has nothing else: compiles the examples of
# their READMEs against them, and runs these. Names what is wrong, and fails then.
#
#   tests/Packaging/nuget.sh
#
# Also: the packages say and hold all that they should, and two clones in folders of different depth make the same bytes.
# Takes two builds of the libraries. What is not committed is not packed.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
cd "$here"
# shellcheck source=build-scripts/prerequisites.sh
source build-scripts/prerequisites.sh
# shellcheck source=tests/Packaging/checks.sh
source tests/Packaging/checks.sh

if [[ ${1:-} == -h || ${1:-} == --help ]]; then
  usage
  exit
fi
has_sdk || fail "$(missing_sdk)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Prints a file of a package.
read_package() { python3 -c 'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))' "$@"; }

list_package() { python3 -m zipfile -l "$1" | awk 'NR > 1 { print $1 }'; }

version="$(sed -nE 's|.*<Version>([^<]+)</Version>.*|\1|p' Directory.Build.props)"

step 'Packing in two folders'
for folder in "$work/a" "$work/far/below/b c"; do
  git clone --quiet . "$folder"
  "$folder/build-scripts/pack.sh" "$folder/packages" -p:RepositoryUrl=https://example.org/orthanc-deid.git \
    >"$work/log" 2>&1 || {
    cat "$work/log"
    fail "the packages could not be made in $folder, see above."
  }
done
packages="$work/a/packages"
(cd "$packages" && sha256sum -- *)
cmp <(cd "$packages" && sha256sum -- *) <(cd "$work/far/below/b c/packages" && sha256sum -- *) || {
  echo 'WRONG: the packages of the same commit differ'
  wrong=1
}

step 'What they say and hold'
for name in OrthancDeid.Dicom OrthancDeid.Deidentification; do
  package="$packages/$name.$version.nupkg"
  spec="$(read_package "$package" "$name.nuspec")"
  for said in '<license type="expression">GPL-3.0-or-later</license>' '<readme>README.md</readme>' \
    '<repository type="git" url="https://example.org/orthanc-deid.git"'; do
    expect "$name says $said" 1 "$(grep -cF -- "$said" <<<"$spec" || true)"
  done
  cmp <(read_package "$package" README.md) "plugin/${name#OrthancDeid.}/README.md" || wrong=1
  expect "files of $name" "lib/net10.0/$name.dll lib/net10.0/$name.xml" \
    "$(list_package "$package" | grep ^lib/ | sort | paste -sd' ')"
  expect "symbols of $name" "lib/net10.0/$name.pdb" \
    "$(list_package "$packages/$name.$version.snupkg" | grep ^lib/ | paste -sd' ')"
  needed="$(grep -oE '<dependency id="[^"]+"' <<<"$spec" | cut -d'"' -f2 | sort | paste -sd' ' || true)"
  [[ $name == OrthancDeid.Dicom ]] && expects='' || expects='BouncyCastle.Cryptography OrthancDeid.Dicom'
  expect "dependencies of $name" "$expects" "$needed"
done

# Writes a program around the example of a README.
# $1: the library   $2: the folder of the program   the rest: the namespaces that it uses
write_program() {
  local library="$1" program="$2"
  shift 2
  mkdir -p "$program"
  {
    printf 'using %s;\n' "$@"
    printf 'var (from, to) = (args[0], args[1]);\n'
    # shellcheck disable=SC2016 # Backticks of Markdown.
    sed -n '/^[`]\{3\}csharp$/,/^[`]\{3\}$/{/^[`]/d;p}' "plugin/$library/README.md"
  } >"$program/Program.cs"
  cat >"$program/example.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
    <InvariantGlobalization>true</InvariantGlobalization>
    <NuGetAudit>false</NuGetAudit>
    <RestorePackagesPath>$work/restored</RestorePackagesPath>
    <RestoreAdditionalProjectSources>$packages</RestoreAdditionalProjectSources>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="OrthancDeid.$library" Version="[$version]" />
  </ItemGroup>
</Project>
PROJECT
}

step 'The examples of their READMEs'
mkdir "$work/from" "$work/to"
cp tests/Fuzzing/seeds/explicit.dcm "$work/from/sample.dcm"
write_program Dicom "$work/edit" System.Text OrthancDeid.Dicom
library=OrthancDeid.Deidentification
write_program Deidentification "$work/anonymize" OrthancDeid.Dicom "$library.Editing" "$library.Identity.Pseudonyms" \
  "$library.Inspection" "$library.Requests" "$library.Requests.Body"
dotnet run --project "$work/edit" -- "$work/from/sample.dcm" "$work/edited.dcm" || wrong=1
dotnet run --project "$work/anonymize" -- "$work/from" "$work/to" || wrong=1
expect 'the edited file says that it is UTF-8' 1 "$(grep -caF 'ISO_IR 192' "$work/edited.dcm" || true)"
expect 'the anonymized file has the new name' 1 "$(grep -caF Anonymized1 "$work/to/sample.dcm" || true)"
# (0012,0062) YES, in explicit VR.
expect 'the anonymized file says so' 1 "$(LC_ALL=C grep -caP '\x12\x00\x62\x00CS\x04\x00YES ' "$work/to/sample.dcm" || true)"

((wrong == 0)) || fail 'the packages are not as they should be, see above.'
echo 'The packages hold what they should, and the examples of their READMEs run against them.'
