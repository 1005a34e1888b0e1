# SPDX-License-Identifier: GPL-3.0-or-later
#
# Names each pipe of shell scripts into a command that may end before it has read everything; fails if there is one.
#
#   awk -f build-scripts/pipes.awk script...
#
# Under `set -o pipefail`, the writer of such a pipe may die of SIGPIPE, so that a `true` now and then becomes a `false`, as
# `apt-cache policy ... | grep -q ...` did. So a pipe may lead only into a command that is known to read to the end. Where
# one line is enough, read everything: [[ $(command) =~ ... ]], ${lines%%$'
# '*}.

BEGIN {
  split("sort tr cut paste tee wc tac tail grep sed awk", names, " ")
  for (i in names) {
    reads_all[names[i]] = 1
  }
}

FNR == 1 { check(); name = FILENAME; text = "" }
{ text = text $0 "\n" }
END { check(); exit failed }

# Scans a script by the rules of quoting, so that text which is not shell code has no pipe.
function check(    i, c, next_one, depth, in_code, line, before) {
  delete closing
  depth = 0
  line = 1
  closing[0] = ""
  for (i = 1; i <= length(text); i++) {
    c = substr(text, i, 1)
    next_one = substr(text, i + 1, 1)
    in_code = closing[depth] != "\""
    line += c == "\n"
    if (c == "\\") {
      line += next_one == "\n"
      i++
    } else if (c == "#" && in_code && (before == "" || before ~ /[ \t\n;(]/)) {
      for (; substr(text, i + 1, 1) != "\n" && i < length(text); i++);
    } else if (c == "'" && in_code) {
      for (i++; i <= length(text) && (c = substr(text, i, 1)) != "'"; i++) {
        line += c == "\n"
        i += before == "$" && c == "\\"
      }
    } else if (c == "\"") {
      if (in_code) {
        closing[++depth] = "\""
      } else {
        depth--
      }
    } else if (c == "(" && (in_code || before == "$")) {
      closing[++depth] = ")"
    } else if (c == ")" && closing[depth] == ")") {
      depth--
    } else if (c == "|" && in_code && next_one == "|") {
      i++
    } else if (c == "|" && in_code) {
      judge(substr(text, i + 1), depth, line)
    }
    before = substr(text, i, 1)
  }
  if (depth > 0) {
    report(line, "the quotes or parentheses of this script are not understood")
  }
}

# Judges what follows a pipe.
function judge(rest, depth, line,    command, all) {
  sub(/^&?[ \t\\\n]+/, "", rest)
  match(rest, /^[^ \t\n;|&)]*/)
  command = substr(rest, 1, RLENGTH)
  # A pattern of `case`.
  if (substr(rest, RLENGTH + 1) ~ /^( \| [^ ()]+)*\)/ && depth == 0) {
    return
  }
  all = segment(rest)
  if (!(command in reads_all)) {
    report(line, command " is not known to read to the end")
  } else if (command == "grep" && all ~ /^grep [^'"]*(-[A-Za-z]*[qmlL]|--(quiet|silent|max-count|files))/) {
    report(line, "this grep may end before it has read all")
  } else if (command == "awk" && all ~ /(^|[^A-Za-z_])(exit|nextfile)([^A-Za-z_]|$)/) {
    report(line, "this awk may end before it has read all")
  } else if (command == "sed" && all ~ /(^|[^A-Za-z\\])[qQ]([^A-Za-z]|$)/) {
    report(line, "this sed may end before it has read all")
  }
}

# A command with its arguments, up to the next pipe or the end of the line outside of quotes.
function segment(rest,    i, c, quote) {
  for (i = 1; i <= length(rest); i++) {
    c = substr(rest, i, 1)
    if (quote != "") {
      if (c == quote) {
        quote = ""
      }
    } else if (c == "'" || c == "\"") {
      quote = c
    } else if (c == "\\") {
      i++
    } else if (c ~ /[|;\n]/) {
      break
    }
  }
  return substr(rest, 1, i - 1)
}

function report(line, what) {
  printf "%s:%d: %s\n", name, line, what
  failed = 1
}
