#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Watches the memory of the Orthanc of this machine while tests use the plugin in it. Fails if memory is misused or lost,
# or if a test fails. docs/endurance.md tells what was found.
#
#   tests/hosts/memcheck.sh valgrind|sanitizer [filter]
#
#   valgrind    build/libOrthancDeid.so under valgrind, which watches all of the process
#   sanitizer   build/sanitized/libOrthancDeid.so, whose C layer is compiled with AddressSanitizer; fails also if a
#               function of that layer is never called that this Orthanc has
#   filter      of `dotnet test`; by default FullyQualifiedName~BoundaryTests, which uses all of the boundary
#
# The plugin and the tests have to be built: cmake --preset sanitized && cmake --build --preset sanitized. What is found
# is left in TestResults/memcheck. A test that kills Orthanc ends it before it can tell what was lost.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
results="$root/TestResults/memcheck"
orthanc="$(PATH="$PATH:/usr/sbin" command -v Orthanc)" || { echo 'There is no Orthanc: apt-get install orthanc' >&2; exit 1; }
tool="${1:-}"
filter="${2:-FullyQualifiedName~BoundaryTests}"
# Made where the C layer was compiled; each Orthanc adds to it when it ends.
counts="$root/plugin/Orthanc/obj/Sanitized/net10.0/linux-x64"

# Hosts from 1.12.1, 1.12.2 and 1.12.4 on; what stands in for the second of them; after a submission that failed.
not_here='deid_set_integer_metric|deid_set_thread_name|deid_log_trace|deid_free_job'

case "$tool" in
  valgrind) plugin="$root/build/libOrthancDeid.so" ;;
  sanitizer) plugin="$root/build/sanitized/libOrthancDeid.so" ;;
  *)
    sed -n '3,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0" >&2
    exit 2
    ;;
esac
[[ -f $plugin ]] || { echo "There is no $plugin: build it first." >&2; exit 1; }

rm -rf "$results"
mkdir -p "$results"
find "$counts" -name '*.gcda' -delete 2>/dev/null || true
# valgrind 3.19 dies of the symbols that NativeAOT may have left beside the plugin.
cp "$plugin" "$results/"
printf '#!/bin/sh\n' >"$results/launcher"
if [[ $tool == valgrind ]]; then
  cat >>"$results/launcher" <<LAUNCHER
exec valgrind --quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=definite \\
  --errors-for-leak-kinds=definite --num-callers=40 --suppressions="$root/tests/hosts/valgrind.supp" \\
  --log-file="$results/%p.log" "$orthanc" "\$@"
LAUNCHER
else
  # With the library of AddressSanitizer, Orthanc waits for ever where it sets another locale, and ends where malloc
  # takes no settings. The runtime of .NET has its own use for SIGSEGV.
  cat >>"$results/launcher" <<LAUNCHER
sed -i 's/^{/{"Locale": "C", "MallocArenaMax": 0, /' "\$1"
export ASAN_OPTIONS=exitcode=99:handle_segv=0:use_sigaltstack=0:log_path="$results/log"
export LSAN_OPTIONS=print_suppressions=0:suppressions="$root/tests/hosts/sanitizer.supp"
LD_PRELOAD="\$(cc -print-file-name=libasan.so)" exec "$orthanc" "\$@"
LAUNCHER
fi
chmod +x "$results/launcher"

failed=''
version="$("$orthanc" --version | sed -nE '1s/^[^ ]+ ([0-9.]+).*/\1/p')"
ORTHANC_DEID_PLUGIN="$results/libOrthancDeid.so" ORTHANC_DEID_HOSTS="$(printf '%s\t%s' "$version" "$results/launcher")" \
  dotnet test "$root/tests/Orthanc.Tests" --no-build --configuration Release --filter "$filter" || failed=yes

# Warnings of valgrind about large mappings, which the garbage collector reserves, are none of an error.
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
echo "No memory error in $(find "$results" -maxdepth 1 -name '*log*' | wc -l) logs."
