#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A launcher that runs the Orthanc of this machine under valgrind, with exit code 99 if memory was misused, so that the
# tests fail which stop it:
#
#   ORTHANC_DEID_HOSTS="$(printf '1.10.1\t%s' "$PWD/tests/hosts/memcheck.sh")"
#
# It takes ten times as long: run few tests at a time, such as LoadingTests and MetricsTests.
exec valgrind --quiet --error-exitcode=99 --log-file="${TMPDIR:-/tmp}/orthanc-deid-memcheck.%p.log" \
  "${ORTHANC:-/usr/sbin/Orthanc}" "$@"
