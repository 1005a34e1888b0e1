# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced by the tests of this folder, after build-scripts/prerequisites.sh: reports what is wrong, and what is skipped.

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

# Reports that a part of a test is left out, because something is missing; `subject` names the subject of the test. Fails
# where nothing may be left out, as in the nightly workflow.
leave_out() {
  [[ -z ${ORTHANC_DEID_NOTHING_SKIPS:-} ]] || fail "${subject:?}: $*"
  echo "SKIPPED: ${subject:?}: $*" >&2
}

# Ends a test for which something is missing.
skip() {
  leave_out "$@"
  exit 0
}
