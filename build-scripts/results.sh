# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced by test.sh and .ci/run: what the result files of `dotnet test` say.

# "N passed, N failed, N skipped" over all result files (*.trx) below a folder.
count_tests() {
  find "$1" -name '*.trx' -exec cat {} + 2>/dev/null | tr '>' '\n' | awk '
    function field(name) {
      return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0
    }
    # A skipped test counts in "total" only; what ran and did not pass has failed, whatever it is called.
    /<Counters / {
      passed += field("passed")
      failed += field("executed") - field("passed")
      skipped += field("total") - field("executed")
    }
    END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped }'
}

# Covered lines of each assembly over all coverage files (Cobertura) below a folder: a line that any project ran counts.
coverage_summary() {
  find "$1" -name 'coverage.cobertura.xml' -exec cat {} + 2>/dev/null | awk '
    function field(name) {
      return match($0, " " name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : ""
    }
    /<package / { assembly = field("name") }
    # The folders of a file name depend on the project that measured; the last part does not.
    /<class / { file = field("filename"); sub(/.*[\/\\]/, "", file); class = field("name") }
    /<line / {
      key = assembly SUBSEP class SUBSEP file SUBSEP field("number")
      if (!(key in hits)) { lines[assembly]++; hits[key] = 0 }
      if (field("hits") > 0 && !hits[key]) { covered[assembly]++; hits[key] = 1 }
    }
    END {
      for (assembly in lines)
        printf "  %-36s %5.1f %%  %5d of %5d lines\n", assembly, 100 * covered[assembly] / lines[assembly],
          covered[assembly], lines[assembly]
    }' | sort
}
