# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced by test.sh, tests/Scripts/scripts.sh and .ci/run: evaluates the result files of `dotnet test`.

# "N passed, N failed, N skipped" over all result files (*.trx) below a folder.
count_tests() {
  find "$1" -name '*.trx' -exec cat {} + 2>/dev/null | tr '>' '\n' | awk '
    function field(name) {
      return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0
    }
    # A skipped test counts in "total" only; a test that ran and did not pass has failed, whatever its outcome is called.
    /<Counters / {
      passed += field("passed")
      failed += field("executed") - field("passed")
      skipped += field("total") - field("executed")
    }
    END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped }'
}

# The failed tests of all result files (*.trx) below a folder: the name of each, and the beginning of its message.
failed_tests() {
  local file
  while IFS= read -r file; do
    awk -v part="$(basename "$file" .trx)" '
      function plain(text) {
        gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&#xD;/, "", text); gsub(/&amp;/, "\\&", text)
        return substr(text, 1, 300)
      }
      # The message of a result may have any lines, even of XML, but escaped.
      /<UnitTestResult / {
        in_failed = / outcome="Failed"/
        if (in_failed && match($0, / testName="[^"]*"/)) {
          printf "FAILED in %s: %s\n", part, plain(substr($0, RSTART + 11, RLENGTH - 12))
        }
      }
      in_failed && /<Message>/ { left = 8; sub(/.*<Message>/, "") }
      left > 0 {
        is_last = sub(/<\/Message>.*/, "")
        printf "    %s\n", plain($0)
        left = is_last ? 0 : left - 1
      }' "$file"
  done < <(find "$1" -name '*.trx' | sort)
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
