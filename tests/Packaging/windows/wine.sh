# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced by windows.sh, which has compiled everything in $work: links the plugin to a DLL, runs it in a small host under
# Wine, and sends it the same requests as the plugin for Linux in the same host. The answers must be equal.
#
# This DLL is a check, not a product: runtime.cpp stands in for a library of Visual Studio, and the C layer is compiled by
# clang, which throws and catches exceptions as Visual Studio does.
#
# shellcheck disable=SC2154 # windows.sh sets $work and $here.

# The path of Wine: where Debian's package puts it, if it is not in the PATH.
find_wine() {
  local program
  for program in wine64 wine /usr/lib/wine/wine64; do
    command -v "$program" && return
  done
  return 1
}

# The tools that are missing to link and run the DLL; empty if none is.
missing_to_run() {
  local program
  [[ $(uname -sm) == 'Linux x86_64' ]] || echo 'another machine than Linux on x86_64 cannot run it'
  for program in clang lld-link; do
    command -v "$program" >/dev/null || echo "there is no $program (apt-get install ${program%-link})"
  done
  find_wine >/dev/null || echo 'there is no wine64 (apt-get install wine64)'
}

# A folder of mingw-w64: include or lib.
mingw_folder() { printf '%s/../%s' "$(dirname "$(x86_64-w64-mingw32-gcc -print-file-name=libkernel32.a)")" "$1"; }

# Compiles as Visual Studio would, with the headers of mingw-w64, which have to take clang for gcc.
compile_for_dll() {
  clang --target=x86_64-pc-windows-msvc -fgnuc-version=12 -fexceptions -Wall -Wextra -Werror -Wno-deprecated-declarations -O2 \
    -isystem "$(mingw_folder include)" -isystem "$work/sdk" -I orthanc-sdk "$@" || fail "${*: -1} does not compile, see above."
}

# Makes an import library for functions of a DLL that mingw-w64 does not know.
import_functions() {
  local dll="$1"
  shift
  printf '%s\n' "LIBRARY $dll" EXPORTS "$@" >"$work/link/$dll.def"
  x86_64-w64-mingw32-dlltool -d "$work/link/$dll.def" -l "$work/link/$dll.a" ||
    fail "there is no import library of $dll, see above."
}

# Links OrthancDeid.dll with the libraries that Microsoft.NETCore.Native.Windows.targets names, and with the stand-ins.
link_dll() {
  local name runtime objects="$work/plugin/Plugin/obj/Release/net10.0/win-x64"
  local -a libraries=()
  mkdir "$work/link"
  for name in orthanc_host file_status; do
    compile_for_dll -std=c11 -o "$work/link/$name.obj" -c "interop/$name.c"
  done
  compile_for_dll -std=c++11 -fno-rtti -o "$work/link/host_guard.obj" -c interop/host_guard.cpp
  compile_for_dll -std=c++14 -o "$work/link/runtime.obj" -c tests/Packaging/windows/runtime.cpp
  # The response file of NativeAOT's compiler has the path of its libraries.
  runtime="$(sed -nE 's|^-r:(.*nativeaot\.win-x64/.*/win-x64)/lib/.*|\1/native|p' "$objects/native/OrthancDeid.ilc.rsp")"
  runtime="${runtime%%$'\n'*}"
  for name in Runtime.WorkstationGC eventpipe-disabled Runtime.VxsortEnabled standalonegc-disabled aotminipal zlibstatic \
    brotlicommon brotlienc brotlidec System.Globalization.Native.Aot System.IO.Compression.Native.Aot; do
    libraries+=("$runtime/$name.lib")
  done
  for name in advapi32 bcrypt crypt32 iphlpapi kernel32 mswsock ncrypt normaliz ntdll ole32 oleaut32 secur32 user32 version \
    ws2_32 ucrt; do
    libraries+=("$(mingw_folder lib)/lib$name.a")
  done
  import_functions ucrtbase.dll ceil cos floor log modf pow sin strnlen
  # The function that probes a large stack frame has another name in gcc's library, and does the same.
  libraries+=("$work/link/ucrtbase.dll.a" "$(x86_64-w64-mingw32-gcc -print-libgcc-file-name)" /ALTERNATENAME:__chkstk=___chkstk_ms)
  lld-link /NOLOGO /DLL /MACHINE:X64 /MANIFEST:NO /NODEFAULTLIB /INCREMENTAL:NO /OPT:REF /OPT:ICF /IGNORE:4104 \
    /MERGE:.managedcode=.text /MERGE:hydrated=.bss "/DEF:$objects/native/OrthancDeid.def" "/OUT:$work/windows/OrthancDeid.dll" \
    "$objects/native/OrthancDeid.obj" "$runtime/dllmain.obj" "$runtime/bootstrapperdll.obj" "$work"/link/*.obj \
    "${libraries[@]}" || fail 'it does not link, see above.'
}

# Builds the small hosts. The one for Windows uses the C library of mingw-w64, not the plugin's, which holds for Orthanc,
# too.
make_hosts() {
  local name
  local -a options=(-Wall -Wextra -Werror -O2 -fexceptions)
  local folder=tests/Packaging/windows
  for name in host library routes services; do
    { cc -std=c11 "${options[@]}" -isystem "$work/sdk" -c "$folder/$name.c" -o "$work/linux/$name.o" &&
      x86_64-w64-mingw32-gcc -std=c11 "${options[@]}" -isystem "$work/sdk" -c "$folder/$name.c" -o "$work/windows/$name.o"; } ||
      fail "$name.c does not compile, see above."
  done
  compile_for_dll -std=c++11 -o "$work/windows/throws.o" -c "$folder/throws.cpp"
  import_functions vcruntime140.dll _CxxThrowException
  { c++ -std=c++11 "${options[@]}" "$work"/linux/*.o "$folder/throws.cpp" -o "$work/linux/host" -ldl &&
    x86_64-w64-mingw32-gcc "$work"/windows/*.o "$work/link/vcruntime140.dll.a" -o "$work/windows/host.exe"; } ||
    fail 'the small host does not link, see above.'
}

# The plugin for Linux: the one of ORTHANC_DEID_PLUGIN, or one built from the same sources.
make_for_linux() {
  local plugin="${ORTHANC_DEID_PLUGIN:-}"
  if [[ -z $plugin ]]; then
    (cd "$work" && RestoreLockedMode=true dotnet publish plugin/Plugin --nologo --configuration Release --runtime linux-x64) ||
      fail 'the plugin for Linux does not compile, see above.'
    plugin="$work/plugin/Plugin/bin/Release/net10.0/linux-x64/publish/libOrthancDeid.so"
  fi
  cp "$plugin" "$work/linux/libOrthancDeid.so"
}

# Runs a command under Wine and leaves nothing behind: its settings are in $work, and its server ends.
under_wine() {
  WINEPREFIX="$work/wine" WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=' \
    timeout --kill-after 10 300 "$(find_wine)" "$@"
}

end_wine() { [[ ! -d $work/wine ]] || under_wine wineboot --kill >/dev/null 2>&1 || true; }

# The requests to both plugins. The first ones have answers of the same bytes everywhere: old and new identifiers are given,
# or nothing is anonymized. `throws` is an instance that makes the host throw a C++ exception.
prepare_requests() {
  local file id
  local modification='"Replace": {"PatientName": "D\u00fcbendorf^\u042f", "SOPInstanceUID": "1.2.3"}, "Remove": ["PatientBirthDate"]'
  modification+=', "RemovePrivateTags": true, "Force": true'
  fixed=(GET /deid/profiles '')
  for file in tests/Fuzzing/seeds/*.dcm; do
    id="$(basename "$file" .dcm)"
    fixed+=(POST "/instances/$id/modify" "{$modification}" POST "/instances/$id/modify" "{\"DryRun\": true, $modification}")
  done
  for id in nowhere throws; do
    fixed+=(POST "/instances/$id/modify" "{$modification}")
  done
  fixed+=(POST /instances/explicit/modify '{"Replace": {"NoSuchTag": "1"}}' POST /instances/explicit/modify '{"Replace": '
    POST /deid/check '{"TextFolder": "relative", "Threads": 0}')
  random=(GET /deid '' POST /instances/explicit/anonymize '{}'
    POST /instances/explicit/anonymize '{"Options": ["CleanDescriptors", "RetainSafePrivate"]}')
}

# Sends the requests to one of the plugins.
#
#   $1   linux or windows
#   $2   the prefix of an absolute path there
#   $3   the command that starts the host and names the plugin
ask_plugin() {
  local system="$1" root="$2" folder="$work/$1" time
  local -a start=("${@:3}")
  mkdir "$folder/answers"
  # Files that the plugin reads, and one that it writes, at a path of that system.
  printf 'tag,vr,private creator\n0009-xx01,LO,ACME\n' >"$folder/safe.csv"
  printf 'Acme\n  { Modality.equals("US") }\n  (0,0,640,40)\n' >"$folder/rules"
  sed "s|AT|$root$folder|g" >"$folder/configuration.json" <<'END'
{"Deid": {"AuditFile": "AT/audit", "SafePrivateFile": "AT/safe.csv", "PixelRules": {"site": "AT/rules"}}}
END
  # Twice: the second time it checks the chain of lines in the audit file.
  for time in first second; do
    (cd "$folder" && "${start[@]}" configuration.json "$here/tests/Fuzzing/seeds" answers "${fixed[@]}" "${random[@]}") \
      >"$folder/$time.said" 2>"$folder/$time.log" || {
      cat "$folder/$time.said" "$folder/$time.log"
      fail "the plugin for $system failed in the small host when it was started for the $time time, see above."
    }
  done
}

# The lines of a log, without what differs from run to run: hashes of the audit, and the order of threads.
comparable_log() { sed -nE '/^[EWI] /{s/the last one [0-9a-f]+/the last one …/;p}' "$1" | sort; }

# The messages of both, and the bytes of all fixed answers, have to be equal. The answers must be files and not errors.
compare_answers() {
  local number time
  local -a files=(tests/Fuzzing/seeds/*.dcm)
  expect 'the files that were answered' "$((${#files[@]} + 2))" "$(grep -c '"application/dicom"$' "$work/linux/first.said")"
  for time in first second; do
    diff "$work/linux/$time.said" "$work/windows/$time.said" || wrong=1
    diff <(comparable_log "$work/linux/$time.log") <(comparable_log "$work/windows/$time.log") || wrong=1
  done
  for ((number = 1; number <= ${#fixed[@]} / 3; number++)); do
    cmp "$work/linux/answers/$number" "$work/windows/answers/$number" || wrong=1
  done
}

# The patient's name in explicit.dcm, at the top and in a sequence, and the date of birth must be gone.
expect_anonymized() {
  local number last=$(((${#fixed[@]} + ${#random[@]}) / 3)) value
  for number in $((last - 1)) "$last"; do
    for value in $'D\xf6e^J' $'D\xc3\xb6e^J' 'X^Y' 19700101; do
      ! LC_ALL=C grep -qaF "$value" "$work/windows/answers/$number" || expect "answer $number" "without $value" 'with it'
    done
    LC_ALL=C grep -qaF Anonymized "$work/windows/answers/$number" || expect "answer $number" Anonymized 'not in it'
  done
}

# On Windows the plugin cannot check who may read a key, so it does not start with one.
expect_no_key() {
  printf '{"Deid": {"PseudonymKeyFile": "Z:%s/windows/rules"}}' "$work" >"$work/windows/key.json"
  if (cd "$work/windows" && under_wine host.exe OrthancDeid.dll key.json . .) >"$work/key.log" 2>&1 ||
    ! grep -q 'cannot be checked on Windows yet' "$work/key.log"; then
    expect 'a start with a key' refused "$(cat "$work/key.log")"
  fi
}

# Links the plugin and compares the answers. The working directory is the top of the repository.
run_under_wine() {
  local -a fixed random
  mkdir "$work/linux" "$work/windows"
  step 'Linking the plugin and a small host for it'
  link_dll
  make_hosts
  make_for_linux
  prepare_requests
  step 'Asking the plugin for Linux, and the one for Windows under Wine'
  ask_plugin linux '' ./host ./libOrthancDeid.so
  under_wine wineboot --init >"$work/wineboot.log" 2>&1 || {
    cat "$work/wineboot.log"
    fail 'Wine does not start, see above.'
  }
  ask_plugin windows Z: under_wine host.exe OrthancDeid.dll
  compare_answers
  expect_anonymized
  expect_no_key
  [[ $wrong -eq 0 ]] || fail 'the plugin for Windows answers otherwise than that for Linux, see above.'
}
