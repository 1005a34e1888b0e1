#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Compiles the plugin for Windows on x86_64, as far as that is possible on Linux: the managed code, what NativeAOT makes of
# it, and the C layer, by mingw-w64, with warnings as errors. Where there are clang, lld and wine64, it is linked, too, and
# runs in a small host under Wine, where it has to answer what the plugin for Linux answers: tests/Packaging/windows/wine.sh.
# What is linked is a check and no product.
#
#   tests/Packaging/windows.sh [--c]
#
#   --c   the C layer alone, in seconds, and without packages of NuGet: ./test.sh does so
#
# Fails if something does not compile, or answers otherwise. What is missing is named: `SKIPPED: ...`.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
cd "$here"
# shellcheck source=build-scripts/prerequisites.sh
source build-scripts/prerequisites.sh
# shellcheck source=tests/Packaging/checks.sh
source tests/Packaging/checks.sh
# shellcheck source=tests/Packaging/windows/wine.sh
source tests/Packaging/windows/wine.sh

subject='the plugin for Windows'
work=''
trap '[[ -z $work ]] || { end_wine; rm -rf "$work"; }' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Copies the SDK header to a folder of its own, away from the headers of this machine's system.
copy_header() {
  local folder header=''
  for folder in /usr/include /usr/local/include "${OrthancSdkInclude:-}"; do
    [[ ! -r $folder/orthanc/OrthancCPlugin.h ]] || header="$folder/orthanc/OrthancCPlugin.h"
  done
  [[ -n $header ]] || skip 'the Orthanc SDK header is missing (apt-get install orthanc-dev)'
  mkdir -p "$work/sdk/orthanc"
  cp "$header" "$work/sdk/orthanc/"
}

# Compiles the C layer as NativeHost.targets does, but with nothing but the compilers.
compile_c() {
  local file
  local -a compiler
  for file in interop/*.c interop/*.cpp; do
    compiler=(x86_64-w64-mingw32-gcc -std=c11)
    [[ $file == *.c ]] || compiler=(x86_64-w64-mingw32-g++ -std=c++11 -fno-rtti)
    "${compiler[@]}" -Wall -Wextra -Werror -Wno-deprecated-declarations -O2 -I orthanc-sdk -isystem "$work/sdk" -c "$file" -o "$work/object" ||
      fail "$file does not compile, see above."
    expect_object "$work/object"
  done
}

# Compiles everything in a copy, so that the NuGet packages restored for this machine stay, and former results do not count.
compile_all() {
  local object
  local -a files
  mapfile -d '' -t files < <(
    git ls-files --cached --others --exclude-standard -z plugin interop orthanc-sdk packaging/nuget.props 'Directory.*' \
      global.json .editorconfig)
  cp --parents --target-directory "$work" "${files[@]}"
  # NativeAOT refuses to compile for Windows on other systems only because it cannot link there. The tools of Visual Studio
  # that it looks for are for linking.
  (cd "$work" && RestoreLockedMode=true dotnet build plugin/Plugin --nologo --configuration Release --runtime win-x64 \
    --self-contained '-t:Build;CompileNativeHost;_ComputeResolvedCopyLocalPublishAssets;_ComputeAssembliesToCompileToNative;IlcCompile' \
    -p:DisableUnsupportedError=true -p:IlcUseEnvironmentalTools=true) ||
    fail 'it does not compile, see above.'
  for object in orthanc_host file_status host_guard native/OrthancDeid; do
    expect_object "$work/plugin/Plugin/obj/Release/net10.0/win-x64/$object.obj"
  done
}

# Checks the first two bytes of an object file, which name the processor.
expect_object() {
  [[ $(od -An -tx1 -N2 "$1") == ' 64 86' ]] || fail "$(basename "$1") is no object file for Windows on x86_64."
}

if [[ $# -gt 1 || ($# -eq 1 && $1 != --c) ]]; then
  usage >&2
  exit 2
fi
for program in x86_64-w64-mingw32-gcc x86_64-w64-mingw32-g++; do
  command -v "$program" >/dev/null || skip "there is no $program (apt-get install g++-mingw-w64-x86-64-win32)"
done
work="$(mktemp -d)"
copy_header
if [[ ${1:-} == --c ]]; then
  compile_c
  echo 'The C layer compiles for Windows.'
else
  has_sdk || fail "$(missing_sdk)"
  compile_all
  echo 'The plugin compiles for Windows.'
  lacking="$(missing_to_run)"
  [[ -z $lacking ]] || skip "it is not linked and does not run: ${lacking//$'\n'/, }"
  run_under_wine
  echo 'The plugin for Windows answers under Wine what the one for Linux answers.'
fi
