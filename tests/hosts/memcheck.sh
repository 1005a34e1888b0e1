#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Watches the memory of the Orthanc of this machine while tests use the plugin in it. Fails if memory is misused or
# lost, or if a test fails. docs/endurance.md tells what was found.
#
#   tests/hosts/memcheck.sh valgrind|sanitizer [filter]
#
#   valgrind    build/libOrthancDeid.so under valgrind, which watches all of the process
#   sanitizer   build/sanitized/libOrthancDeid.so, whose C layer is compiled with AddressSanitizer; fails also if a
#               function of that layer is never called that this Orthanc has
#   filter      of `dotnet test`; by default FullyQualifiedName~BoundaryTests, which uses all of the boundary
#
# The tests and the plugin have to be built, the latter as always, or with `cmake --preset sanitized && cmake --build
# --preset sanitized`. What is found is left in TestResults/memcheck. A test that kills Orthanc ends it before it can
# tell what was lost.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# shellcheck source=build-scripts/prerequisites.sh
source "$root/build-scripts/prerequisites.sh"
tool="${1:-}"
results="$root/TestResults/memcheck/$tool"
filter="${2:-FullyQualifiedName~BoundaryTests}"
# Written where the C layer was compiled; each Orthanc adds to it when it ends.
counts="$root/plugin/Plugin/obj/Sanitized/net10.0/linux-x64"
# The symbols of the plugin in build, which has none itself.
symbols="$root/plugin/Plugin/bin/Release/net10.0/linux-x64/native/libOrthancDeid.so.dbg"

# Functions that are not called in Orthanc 1.10.1, and what follows only if it does not take a job.
not_here='deid_set_integer_metric|deid_set_thread_name|deid_log_trace|deid_free_job'

case "$tool" in
  valgrind) plugin="$root/build/libOrthancDeid.so" ;;
  sanitizer) plugin="$root/build/sanitized/libOrthancDeid.so" ;;
  *)
    usage >&2
    exit 2
    ;;
esac

[[ -f $plugin ]] || fail "there is no $plugin: build it first."
orthanc="$(PATH="$PATH:/usr/sbin" command -v Orthanc)" || fail 'there is no Orthanc: apt-get install orthanc'

rm -rf "$results"
mkdir -p "$results"
find "$counts" -name '*.gcda' -delete 2>/dev/null || true
cp "$plugin" "$results/"
printf '#!/bin/sh\n' >"$results/launcher"
if [[ $tool == valgrind ]]; then
  # The names of functions, which the suppressions use. valgrind 3.19 crashes on the rest of the symbol file, and looks for
  # it beside the plugin.
  objcopy --strip-debug "$symbols" "$results/symbols.dbg"
  objcopy --remove-section=.gnu_debuglink "$results/libOrthancDeid.so"
  (cd "$results" && objcopy --add-gnu-debuglink=symbols.dbg libOrthancDeid.so)
  cat >>"$results/launcher" <<LAUNCHER
exec valgrind --quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=definite \\
  --errors-for-leak-kinds=definite --num-callers=40 --suppressions="$root/tests/hosts/valgrind.supp" \\
  --log-file="$results/%p.log" "$orthanc" "\$@"
LAUNCHER
else
  # With the library of AddressSanitizer, Orthanc hangs where it sets another locale, and ends where malloc takes no
  # settings. The .NET runtime uses SIGSEGV itself.
  cat >>"$results/launcher" <<LAUNCHER
# The configuration is the last argument.
for configuration; do :; done
sed -i 's/^{/{"Locale": "C", "MallocArenaMax": 0, /' "\$configuration"
export ASAN_OPTIONS=exitcode=99:handle_segv=0:use_sigaltstack=0:log_path="$results/log"
export LSAN_OPTIONS=print_suppressions=0:suppressions="$root/tests/hosts/sanitizer.supp"
LD_PRELOAD="\$(cc -print-file-name=libasan.so)" exec "$orthanc" "\$@"
LAUNCHER
fi
chmod +x "$results/launcher"

failed=''
version="$("$orthanc" --version | sed -nE '1s/^[^ ]+ ([0-9.]+).*/\1/p')"
hosts="$(printf '%s\t%s' "$version" "$results/launcher")"
ORTHANC_DEID_PLUGIN="$results/libOrthancDeid.so" ORTHANC_DEID_HOSTS="$hosts" ORTHANC_DEID_PATIENCE=600 \
  dotnet test "$root/tests/Orthanc.Tests" --no-build --configuration Release --filter "$filter" \
  -- RunConfiguration.TreatNoTestsAsError=true || failed=yes

# Warnings of valgrind about large mappings, which the garbage collector reserves, are not errors.
if grep -hv '^==[0-9]*== *\(Warning: set address range perms.*\)\?$' "$results"/*log* 2>/dev/null; then
  failed=yes
fi

if [[ $tool == sanitizer ]]; then
  (cd "$results" && gcov --function-summaries "$counts"/*.gcda >functions.txt)
  uncalled="$(sed -n "/^Function/{N;/:0.00% /s/^Function '\\(.*\\)'\\n.*/\\1/p}" "$results/functions.txt" |
    grep -vxE "$not_here" || true)"
  if [[ -n $uncalled ]]; then
    printf 'Never called: %s\n' "$uncalled"
    failed=yes
  fi
fi
if [[ -n $failed ]]; then
  echo "Memory errors, or a test that failed: see above and $results" >&2
  exit 1
fi
echo 'No memory error.'
