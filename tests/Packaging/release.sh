#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes a release of the commit that is checked out, in a clone, and looks at all that is in it. If CHANGELOG.md does not have
# the version yet, the clone has a commit more, which adds it.
#
#   tests/Packaging/release.sh
#
# Names what is wrong, and fails then. What is missing is named: `SKIPPED: ...`. Takes two whole builds.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
cd "$here"
# shellcheck source=build-scripts/prerequisites.sh
source build-scripts/prerequisites.sh
# shellcheck source=tests/Packaging/checks.sh
source tests/Packaging/checks.sh

subject='a release'
work=''
trap '[[ -z $work ]] || rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Checks a Debian package: its architecture, its dependencies, and that its plugin is the one beside it.
expect_package() {
  local architecture="$1" runtime="$2" package="$made/orthanc-deid_${version}_$1.deb"
  expect "$architecture: the architecture" "$architecture" "$(dpkg-deb --field "$package" Architecture)"
  expect "$architecture: what it depends on" 'orthanc (>= 1.10.1), libc6 (>= 2.34)' "$(dpkg-deb --field "$package" Depends)"
  dpkg-deb --extract "$package" "$work/$architecture"
  expect "$architecture: the plugin" "$(sha256sum <"$made/libOrthancDeid-$version-$runtime.so")" \
    "$(sha256sum <"$work/$architecture/usr/lib/orthanc/plugins/libOrthancDeid.so")"
}

# Does what docs/installing.md tells whoever downloads a release to do, with a key made for the test.
expect_signature() {
  command -v gpg >/dev/null || {
    echo 'SKIPPED: the signature: gpg is not installed (apt-get install gnupg)'
    return
  }
  export GNUPGHOME="$work/keys"
  mkdir -m 700 "$GNUPGHOME"
  gpg --batch --quiet --passphrase '' --quick-generate-key 'Nobody <nobody@example.org>' default default 1d >"$work/log" 2>&1
  gpg --batch --quiet --armor --detach-sign "$made/SHA256SUMS"
  expect_documented 'gpg --verify SHA256SUMS.asc SHA256SUMS' yes
  echo >>"$made/SHA256SUMS"
  expect_documented 'gpg --verify SHA256SUMS.asc SHA256SUMS' no
  gpgconf --kill all
}

# Checks that a command of the page ends as expected, in the folder of the release.
expect_documented() {
  local ended=no
  grep -qxF -- "$1" docs/installing.md || expect 'a command of docs/installing.md' "$1" 'not there'
  ! (cd "$made" && bash -c "$1") >"$work/log" 2>&1 || ended=yes
  expect "$1 ends without an error" "$2" "$ended"
}

if [[ $# -gt 0 ]]; then
  usage >&2
  exit 2
fi
for program in git aarch64-linux-gnu-g++ clang dpkg-shlibdeps file npm python3 readelf; do
  command -v "$program" >/dev/null || skip "there is no $program (CONTRIBUTING.md names the packages)"
done
work="$(mktemp -d)"
made="$work/made"
clone="$work/clone"
version="$(sed -nE 's/.*<Version>(.*)<\/Version>.*/\1/p' Directory.Build.props)"
git clone --quiet . "$clone"
if ! grep -q "^## \[$version\] - " CHANGELOG.md; then
  sed -i "s/^## \[Unreleased\]\$/&\n\n## [$version] - 2026-01-02/" "$clone/CHANGELOG.md"
  git -C "$clone" -c user.name=Nobody -c user.email=nobody@example.org commit --quiet --all --message 'To be released.'
fi
"$clone/build-scripts/release.sh" "$version" "$made"

step 'Looking at it'
expect 'the files' "CHANGES.md
LICENSE
SHA256SUMS
THIRD-PARTY-NOTICES.txt
libOrthancDeid-$version-linux-arm64.cdx.json
libOrthancDeid-$version-linux-arm64.so
libOrthancDeid-$version-linux-x64.cdx.json
libOrthancDeid-$version-linux-x64.so
orthanc-deid-text-$version.cdx.json
orthanc-deid-text_${version}_amd64.deb
orthanc-deid_${version}_amd64.deb
orthanc-deid_${version}_arm64.deb" "$(LC_ALL=C ls "$made")"
expect_documented 'sha256sum --check --ignore-missing SHA256SUMS' yes
expect 'all files have a sum' "$(($(find "$made" -type f | wc -l) - 1))" "$(wc -l <"$made/SHA256SUMS")"
expect 'the clone after it' '' "$(git -C "$clone" status --porcelain)"
expect_package amd64 linux-x64
expect_package arm64 linux-arm64
for runtime in linux-x64:X86-64 linux-arm64:AArch64; do
  expect "the processor of ${runtime%:*}" "${runtime#*:}" \
    "$(readelf --file-header "$made/libOrthancDeid-$version-${runtime%:*}.so" | sed -nE 's/^ *Machine: .*(AArch64|X86-64)$/\1/p')"
  tests/Packaging/sbom.py "$made/libOrthancDeid-$version-${runtime%:*}.cdx.json" BouncyCastle.Cryptography \
    "Microsoft.NETCore.App.Runtime.NativeAOT.${runtime%:*}" zlib-ng libunwind || wrong=1
done
tests/Packaging/sbom.py "$made/orthanc-deid-text-$version.cdx.json" libonnxruntime.so ch_PP-OCRv4_det_infer.onnx \
  ch_PP-OCRv4_rec_infer.onnx ppocr_keys_v1.txt || wrong=1
expect_signature
echo 'x' >>"$made/LICENSE"
expect_documented 'sha256sum --check --ignore-missing SHA256SUMS' no
[[ $wrong -eq 0 ]] || exit 1
echo 'A release has all that it should.'
