#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Tests what the scripts share, with commands of its own in place of apt, dpkg, dotnet and sudo.
#
#   tests/Scripts/scripts.sh
#
# Names what is wrong, and fails then.
#
# Scripts and commands stand here as text; functions replace others, and PATH changes, in shells of their own.
# shellcheck disable=SC2016,SC2030,SC2031,SC2317
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
cd "$here"
# shellcheck source=build-scripts/prerequisites.sh
source build-scripts/prerequisites.sh
# shellcheck source=build-scripts/results.sh
source build-scripts/results.sh
# shellcheck source=build-scripts/style.sh
source build-scripts/style.sh

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
wrong=0
expect() {
  local what="$1" expected="$2" actual="$3"
  if [[ $actual != "$expected" ]]; then
    printf 'WRONG: %s: expected "%s", but was "%s"\n' "$what" "$expected" "$actual"
    wrong=1
  fi
}
# "yes" or "no", by the status of a command; in a shell of its own, since it may end the shell.
said() { ("$@") >/dev/null 2>&1 && echo yes || echo no; }
# Makes a command in a folder, which comes first in the PATH of those who ask for it.
stub() {
  mkdir -p "$folder/$1"
  printf '#!/bin/bash\n%s\n' "$3" >"$folder/$1/$2"
  chmod +x "$folder/$1/$2"
}

# Like apt-cache, it goes on writing after the line that is looked for, so a reader that ends there kills it.
stub apt apt-cache '
case "$2" in
  there) echo "there:"; echo "  Installed: (none)"; echo "  Candidate: 1.2-3" ;;
  virtual) echo "virtual:"; echo "  Installed: (none)"; echo "  Candidate: (none)" ;;
  *) exit 0 ;;
esac
for i in {1..3000}; do echo "     $i 500 https://example.invalid/a/long/line/of/a/version/table"; done'
stub apt dpkg-query '
case "${@: -1}" in
  here) echo installed ;;
  twice) echo installed; echo installed ;;
  half) echo half-installed ;;
  removed) echo config-files ;;
  *) exit 1 ;;
esac'
(
  PATH="$folder/apt:$PATH"
  for _ in {1..20}; do
    printf '%s ' "$(said is_available there)" "$(said is_available virtual)" "$(said is_available unknown)"
  done
) >"$folder/available"
expect 'is_available, 20 times' "$(printf 'yes no no %.0s' {1..20})" "$(<"$folder/available")"
for package in here:yes twice:yes half:no removed:no unknown:no; do
  expect "is_installed ${package%:*}" "${package#*:}" "$(PATH="$folder/apt:$PATH" said is_installed "${package%:*}")"
done

# Without root and sudo, nothing is installed: a missing required package ends it with a sentence, and optional ones are
# named.
as_user() {
  (
    can_install() { false; }
    install_packages() { echo "installs $*"; }
    "$@"
  ) 2>&1
}
expect 'what is wanted, as a user' 'SKIPPED: the package there is missing (as root: apt-get install there)' \
  "$(as_user want_packages there)"
if command -v apt-get >/dev/null; then
  expect 'what is needed, as a user' \
    'scripts.sh: packages are missing; as root, call: apt-get install --no-install-recommends gcc' \
    "$(as_user require_packages gcc || true)"
fi
as_administrator() {
  (
    can_install() { true; }
    install_packages() { echo "installs $*"; }
    PATH="$folder/apt:$PATH"
    "$@"
  ) 2>&1
}
expect 'what is wanted, as root' \
  $'SKIPPED: the package virtual is missing, and apt does not have it\ninstalls there' \
  "$(as_administrator want_packages there virtual)"
expect 'nothing is needed' '' "$(as_administrator require_packages)"
# apt-get cannot read its lists: what is there is used all the same.
expect 'what is wanted, without a network' \
  $'\n== Reading the lists of packages (asks for root)\nSKIPPED: apt-get could not install there, see above' \
  "$(
    as_root() { false; }
    can_install() { true; }
    PATH="$folder/apt:$PATH" want_packages there 2>&1
  )"

# The message of global.json about a missing SDK, from the scripts and from CMake, with no dotnet or with one that is
# refused.
sentence="$(missing_sdk)"
expect 'the sentence of global.json' yes "$([[ $sentence == *'.NET 10 SDK'* ]] && echo yes)"
mkdir "$folder/empty" "$folder/tools"
for tool in cmake make sed uname; do
  [[ -z $(command -v "$tool") ]] || ln -s "$(command -v "$tool")" "$folder/tools/$tool"
done
stub refused dotnet 'exit 155'
stub sdk/.dotnet dotnet 'echo 10.0.100'
asks_for_sdk() { env -u DOTNET_ROOT HOME="$1" PATH="$2:$folder/tools" "${@:3}" 2>&1; }
finds_sdk='source build-scripts/prerequisites.sh; has_sdk || fail "$(missing_sdk)"; dotnet --version'
for dotnet in empty refused; do
  expect "the scripts, dotnet: $dotnet" "bash: $sentence" \
    "$(asks_for_sdk "$folder/empty" "$folder/$dotnet" "$BASH" -c "$finds_sdk" bash || true)"
  expect "the scripts, dotnet: $dotnet, and an SDK in ~/.dotnet" 10.0.100 \
    "$(asks_for_sdk "$folder/sdk" "$folder/$dotnet" "$BASH" -c "$finds_sdk" bash || true)"
  if command -v cmake >/dev/null; then
    said_by_cmake="$(asks_for_sdk "$folder/empty" "$folder/$dotnet" cmake -S . -B "$folder/build" || true)"
    # CMake breaks lines.
    expect "CMake, dotnet: $dotnet" yes \
      "$([[ $(tr -s ' \n' ' ' <<<"$said_by_cmake") == *"$sentence"* ]] && echo yes || echo "$said_by_cmake")"
  fi
done
if command -v dotnet >/dev/null && has_sdk; then
  expect 'an SDK is named as dotnet names it' yes "$([[ $(dotnet --version) == 10.* ]] && echo yes)"
fi

# Options.
for script in ./run.sh ./test.sh; do
  expect "$script with an unknown option" "${script#./}: there is no option --unknown; $script --help lists them." \
    "$("$script" --unknown 2>&1 || true)"
  expect "$script --help" yes "$([[ $("$script" --help) == *"$script "* ]] && echo yes)"
done

# Cases that cannot be released, in a repository of its own, whose commits have no real author.
release="$folder/release"
asks_to_release() { (cd "$release" && build-scripts/release.sh "$@" 2>&1) || true; }
commit() { git -C "$release" -c user.name=Nobody -c user.email=nobody@example.org commit --quiet --all --message "$1"; }
if command -v git >/dev/null; then
  mkdir -p "$release/build-scripts" "$release/packaging/debian"
  cp build-scripts/{release,prerequisites}.sh "$release/build-scripts/"
  echo '<Version>1.2.0</Version>' >"$release/Directory.Build.props"
  printf '%s\n' '## [Unreleased]' '- Later.' '## [1.2.0]' '- No date.' '## [1.1.0] - 2026-01-02' '- Before.' >"$release/CHANGELOG.md"
  echo 'orthanc-deid (1.1.0) unstable; urgency=medium' >"$release/packaging/debian/changelog"
  git -C "$release" init --quiet
  git -C "$release" add .
  commit 'As it is.'
  expect 'a version that is not the one of the project' 'release.sh: Directory.Build.props has version 1.2.0, not 1.1.0.' \
    "$(asks_to_release 1.1.0)"
  expect 'a version without a date' 'release.sh: CHANGELOG.md has nothing under "## [1.2.0] - YYYY-MM-DD".' "$(asks_to_release 1.2.0)"
  sed -i 's/^## \[1\.2\.0\]$/& - 2026-02-03/' "$release/CHANGELOG.md"
  expect 'a version that Debian does not know' \
    'release.sh: packaging/debian/changelog begins with "orthanc-deid (1.1.0) unstable; urgency=medium".' "$(asks_to_release 1.2.0)"
  sed -i 's/1\.1\.0/1.2.0/' "$release/packaging/debian/changelog"
  expect 'what is not committed' 'release.sh: this is not committed:  M CHANGELOG.md  M packaging/debian/changelog' \
    "$(asks_to_release 1.2.0)"
  commit 'To be released.'
  touch "$release/new"
  expect 'a file that git does not know' 'release.sh: this is not committed: ?? new' "$(asks_to_release 1.2.0)"
  rm "$release/new"
  mkdir "$release/build"
  expect 'a folder that is there' 'release.sh: build is there already.' "$(asks_to_release 1.2.0 build)"
  expect 'no version' yes "$([[ $(asks_to_release) == *'release.sh VERSION [folder]'* ]] && echo yes)"
else
  echo 'SKIPPED: what release.sh refuses: git is not installed (apt-get install git)'
fi

# Pipes into commands that may end early. Text that is not a pipe, and commands that read everything, pass.
expect_pipe() {
  printf '%s\n' "$2" >"$folder/script"
  expect "pipes.awk: $2" "$1" "$(said awk -f build-scripts/pipes.awk "$folder/script")"
}
for script in 'a | grep -q b' 'a | grep -xqF b' 'a | grep -m 1 b' 'a | grep --quiet b' 'a | head -n 1' 'a |& head' \
  'x="$(a | head -n 1)"' "a | awk '{ print; exit }'" "a | sed -n '1p;q'" "a | sed 5q" "a | while read -r x; do break; done" \
  $'a |\n  head' 'if ! a 2>/dev/null | grep -q b; then c; fi' 'a | sort | head' "echo \"it's\"; a | head" 'a | read -r x'; do
  expect_pipe no "$script"
done
for script in 'a | sort' "a | grep 'q'" 'a | grep -c b' 'a || head' "echo 'a | head'" 'echo "a | head"' '# a | head' \
  "a | awk '{ exits++ } END { print exits }'" "a | sed -n 's/quick/slow/p'" 'case "$a" in -h | --help) b ;; x | y) c ;; esac' \
  'x="$(a | wc -l)" # | head' 'echo \| head' $'echo $\'\\\'|head\''; do
  expect_pipe yes "$script"
done

# Results.
mkdir "$folder/results"
echo '<Counters total="12" executed="10" passed="9" failed="1" error="0" />' >"$folder/results/a.trx"
echo '<Counters total="3" executed="3" passed="3" failed="0" />' >"$folder/results/b.trx"
expect 'count_tests' '12 passed, 1 failed, 2 skipped' "$(count_tests "$folder/results")"
cat >"$folder/results/c.trx" <<'END'
    <UnitTestResult executionId="1" testName="That(&quot;a &amp;amp; b&quot;)" outcome="Failed" testListId="2">
          <Message>  Expected: &lt;empty&gt;
  But was:  &lt; "one" &gt;
</Message>
          <StackTrace>at There</StackTrace>
    <UnitTestResult executionId="3" testName="Other" outcome="Passed" testListId="2">
          <Message>nothing</Message>
END
expect 'failed_tests' 'FAILED in c: That("a &amp; b")
      Expected: <empty>
      But was:  < "one" >
    ' "$(failed_tests "$folder/results")"
expect 'failed_tests without results' '' "$(failed_tests "$folder/empty" 2>&1)"
expect 'count_tests without results' '0 passed, 0 failed, 0 skipped' "$(count_tests "$folder/empty")"

# The order of `using` that `dotnet format` makes: System first, a namespace before those in it, then static ones, then
# names.
mkdir -p "$folder/usings/plugin" "$folder/usings/tests"
in_order() {
  (
    printf '%s\n' "$@" >"$folder/usings/plugin/File.cs"
    cd "$folder/usings"
    said check_usings
  )
}
expect 'using, in order' yes "$(in_order 'using System;' 'using System.Text;' 'using System.Text.Json;' 'using A.B;' \
  'using static A.C;' 'using D = A.D;' 'using var file = Open();')"
expect 'using, System behind others' no "$(in_order 'using A.B;' 'using System.Text;')"
expect 'using, not by the alphabet' no "$(in_order 'using System.Text;' 'using System.IO;')"
expect 'using, a namespace behind one in it' no "$(in_order 'using System.Text.Json;' 'using System.Text;')"
expect 'using, a static one before others' no "$(in_order 'using static A.B;' 'using A.C;')"

[[ $wrong -eq 0 ]] && echo 'The scripts do what they say.'
