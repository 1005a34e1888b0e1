# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced by the tests of this folder: what they find wrong, and what they skip.

# Not 0 if anything is not as expected.
wrong=0

expect() {
  local what="$1" expected="$2" actual="$3"
  if [[ $actual != "$expected" ]]; then
    printf 'WRONG: %s: expected "%s", but was "%s"\n' "$what" "$expected" "$actual"
    # shellcheck disable=SC2034 # Those who source this read it.
    wrong=1
  fi
}

# Ends a test for which something is missing: `subject` says what it is about.
skip() {
  echo "SKIPPED: ${subject:?}: $*" >&2
  exit 0
}

# The comment at the top of the test.
usage() { sed -n '3,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0"; }
