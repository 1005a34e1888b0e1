# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sourced where there is no SDK of .NET: builds and runs with the same compilers, runtime and analyzers, taken from NuGet
# package by package, in place of .ci/with-sdk.sh. README.md beside this file says what that does not check.

without_sdk="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
toolchain="${XDG_CACHE_HOME:-$HOME/.cache}/orthanc-deid/toolchain"
built="$PWD/build/without-sdk"
runtime_version="$(awk '$1 == "microsoft.netcore.app.runtime.linux-x64" { print $2 }' "$without_sdk/packages")"
# shellcheck disable=SC2034 # For those who source this.
not_checked='the project files (dotnet build, dotnet publish, CMake), the lock files, dotnet format and the coverage'
# shellcheck disable=SC2034
dotnet_command=("$toolchain/dotnet/dotnet" exec)

run_dotnet() { "$toolchain/dotnet/dotnet" exec "$@"; }

# --- The packages

# The address below which the source that this machine's NuGet is set up with keeps its packages.
package_address() {
  local source
  source="$(sed -nE 's/.*<add .*value="(https?:[^"]*)".*/\1/p' "$HOME/.nuget/NuGet/NuGet.Config" 2>/dev/null | head -n 1)"
  [[ -n $source ]] || fail "${missing_sdk:?} (Without it, the configuration of NuGet could name where compilers are.)"
  curl -fsSL "$source" | tr -d '\n ' | grep -oE '"@id":"[^"]*","@type":"PackageBaseAddress/3.0.0"' | cut -d '"' -f 4
}

# Has every package of the list unpacked in the cache; its SHA-512 stands in the list.
fetch_packages() {
  local name version sum file address=''
  while read -r name version sum; do
    [[ ! -d $toolchain/$name/$version ]] || continue
    [[ -n $address ]] || address="$(package_address)" || fail 'the source of packages gave no answer.'
    echo "Fetching $name $version"
    file="$(mktemp -d "$toolchain/.fetching.XXXXXX")"
    curl -fsSL -o "$file/package" "${address%/}/$name/$version/$name.$version.nupkg" ||
      fail "the package $name $version could not be fetched."
    echo "$sum  $file/package" | sha512sum --check --quiet || fail "the package $name $version is not the one it was."
    unzip -q "$file/package" -d "$file/content"
    mkdir -p "$toolchain/$name"
    # The folder gets its name by a rename when it is whole.
    mv -T "$file/content" "$toolchain/$name/$version"
    rm -rf "$file"
  done <"$without_sdk/packages"
}

# The folder of a package.
package() { echo "$toolchain/$1"/*; }

# --- The runtime and the compiler

install_runtime() {
  local root="$toolchain/dotnet" pack
  pack="$(package microsoft.netcore.app.runtime.linux-x64)/runtimes/linux-x64"
  [[ ! -x $root/dotnet ]] || return 0
  mkdir -p "$root/host/fxr/$runtime_version" "$root/shared/Microsoft.NETCore.App/$runtime_version"
  cp "$pack"/native/* "$pack"/lib/net*/* "$root/shared/Microsoft.NETCore.App/$runtime_version/"
  mv "$root/shared/Microsoft.NETCore.App/$runtime_version/libhostfxr.so" "$root/host/fxr/$runtime_version/"
  cc -O2 -Wall -Werror "-DRUNTIME_VERSION=\"$runtime_version\"" -o "$root/dotnet" "$without_sdk/dotnet-host.c"
}

# What the SDK writes beside each program.
runtime_config() {
  cat >"$1" <<JSON
{"runtimeOptions":{"tfm":"net10.0","framework":{"name":"Microsoft.NETCore.App","version":"$runtime_version"},
"configProperties":{"System.Globalization.Invariant":true}}}
JSON
}

build_compiler() {
  local folder="$built/compiler" roslyn immutable
  mkdir -p "$folder"
  roslyn="$(package microsoft.codeanalysis.common)/lib"
  immutable="$(package system.collections.immutable)/lib/netstandard2.0/System.Collections.Immutable.dll"
  cp "$roslyn/net10.0/Microsoft.CodeAnalysis.dll" \
    "$(package microsoft.codeanalysis.csharp)/lib/net10.0/Microsoft.CodeAnalysis.CSharp.dll" "$folder/"
  mcs -nologo -nostdlib -noconfig -langversion:latest -out:"$folder/Compiler.dll" \
    -r:"$(package netstandard.library)/build/netstandard2.0/ref/netstandard.dll" -r:"$immutable" \
    -r:"$roslyn/netstandard2.0/Microsoft.CodeAnalysis.dll" \
    -r:"$(package microsoft.codeanalysis.csharp)/lib/netstandard2.0/Microsoft.CodeAnalysis.CSharp.dll" \
    "$without_sdk/compiler/Compiler.cs"
  runtime_config "$folder/Compiler.runtimeconfig.json"
}

# --- The projects

# Options of the compiler for each library of some folders.
references() {
  local file
  for file in "$@"; do
    echo "-r:$file"
  done
}

analyzers() {
  local file
  for file in "$@"; do
    case "$file" in
      *CodeFix* | *Fixes* | *ILLink.Tasks* | *Mono.Cecil*) ;;
      *) echo "-a:$file" ;;
    esac
  done
}

# What an expression of sed finds in the project file of a folder, if there is one.
of_project() { find "$1" -maxdepth 1 -name '*.csproj' -exec sed -nE "$2" {} +; }

# compile <assembly> <exe|library> <folder> [option or file...]: one assembly into $built, with all analyzers.
compile() {
  local name="$1" kind="$2" folder="$3"
  shift 3
  echo "$name"
  mapfile -t sources < <(find "$folder" -name '*.cs' -not -path '*/obj/*' -not -path '*/bin/*' | sort)
  mapfile -t -O "${#sources[@]}" sources < <(
    of_project "$folder" "s|.*<Compile Include=\"(\.\./[^\"*]+)\".*|$folder/\\1|p"
  )
  of_project "$folder" \
    's|.*<InternalsVisibleTo Include="([^"]+)".*|[assembly: System.Runtime.CompilerServices.InternalsVisibleTo("\1")]|p' \
    >"$built/generated/Friends.g.cs"
  run_dotnet "$built/compiler/Compiler.dll" -nologo -nostdlib -langversion:14 -nullable+ -unsafe -nowarn:CS1701,CS1702 \
    -debug:portable -optimize+ -deterministic+ -target:"$kind" -out:"$built/$name.dll" -doc:"$built/$name.xml" \
    "${platform[@]}" -analyzerconfig:.editorconfig -analyzerconfig:"$built/generated/global.config" \
    "$built/generated/Usings.g.cs" "$built/generated/Assembly.g.cs" "$built/generated/Friends.g.cs" "$@" "${sources[@]}" ||
    fail "$name could not be compiled without warnings, see above."
  runtime_config "$built/$name.runtimeconfig.json"
}

# What the SDK generates for each project, and what all projects refer to.
prepare_projects() {
  local version
  mkdir -p "$built/generated"
  version="$(sed -n 's/.*<Version>\(.*\)<\/Version>.*/\1/p' plugin/Directory.Build.props)"
  printf 'global using %s;\n' System System.Collections.Generic System.IO System.Linq System.Net.Http System.Threading \
    System.Threading.Tasks >"$built/generated/Usings.g.cs"
  echo "[assembly: System.Reflection.AssemblyVersion(\"$version\")]" >"$built/generated/Assembly.g.cs"
  echo 'global using OrthancDeid.Tests;' >"$built/generated/TestUsings.g.cs"
  cat >"$built/generated/PluginVersion.g.cs" <<CS
namespace OrthancDeid.Orthanc;
internal static class PluginVersion
{
    internal const string Text = "$version";
    internal static global::System.ReadOnlySpan<byte> Utf8 => "$version"u8;
}
CS
  printf '%s\n' 'is_global = true' 'dotnet_diagnostic.IDE0055.severity = warning' >"$built/generated/global.config"
  # IsAotCompatible, for the assemblies that become the plugin.
  printf '%s\n' 'is_global = true' 'build_property.EnableAotAnalyzer = true' 'build_property.EnableTrimAnalyzer = true' \
    'build_property.EnableSingleFileAnalyzer = true' >"$built/generated/aot.config"
  aot=("-analyzerconfig:$built/generated/aot.config")
  mapfile -t platform < <(
    references "$(package microsoft.netcore.app.ref)"/ref/net10.0/*.dll
    analyzers "$(package microsoft.netcore.app.ref)"/analyzers/dotnet/cs/*.dll \
      "$(package microsoft.codeanalysis.netanalyzers)"/analyzers/dotnet/cs/*.dll \
      "$(package microsoft.codeanalysis.csharp.codestyle)"/analyzers/dotnet/cs/*.dll \
      "$(package microsoft.net.illink.tasks)"/analyzers/dotnet/cs/ILLink.RoslynAnalyzer.dll
  )
  native="$(package microsoft.netcore.app.runtime.nativeaot.linux-x64)/runtimes/linux-x64"
  dicom=("-r:$built/OrthancDeid.Dicom.dll")
  deidentification=("${dicom[@]}" "-r:$built/OrthancDeid.Deidentification.dll")
  mapfile -t bouncy_castle < <(references "$(package bouncycastle.cryptography)"/lib/net6.0/*.dll)
  mapfile -t logging < <(references "$toolchain"/microsoft.extensions.*/*/lib/net10.0/*.dll
    analyzers "$(package microsoft.extensions.logging.abstractions)"/analyzers/dotnet/roslyn4.4/cs/*.dll)
  mapfile -t nunit < <(references "$(package nunit)"/lib/net10.0/nunit.framework.dll
    references "$(package cscheck)"/lib/net10.0/*.dll
    analyzers "$(package nunit.analyzers)"/analyzers/dotnet/cs/*.dll)
}

# The source that plugin/Tables makes of a table.
compile_table() { run_dotnet "$built/OrthancDeid.Tables.dll" "$1" "$2" "$built/generated/$3"; }

build_libraries() {
  [[ $(uname -sm) == 'Linux x86_64' ]] || fail "${missing_sdk:?}"
  mkdir -p "$built" "$toolchain"
  fetch_packages
  install_runtime
  build_compiler
  prepare_projects
  compile OrthancDeid.Tables exe plugin/Tables
  compile_table dictionary plugin/Dicom/Dictionary/ps3.6-2024e.csv Dictionary.g.cs
  compile_table profiles plugin/Deidentification/Profiles/ps3.15-table-e.1-1.csv Profiles.g.cs
  compile_table safe-private plugin/Deidentification/Profiles/ps3.15-table-e.3.10-1.csv SafePrivate.g.cs
  compile OrthancDeid.Dicom library plugin/Dicom "${aot[@]}" "$built/generated/Dictionary.g.cs"
  compile OrthancDeid.Deidentification library plugin/Deidentification "${aot[@]}" "${dicom[@]}" "${bouncy_castle[@]}" \
    "$built/generated/Profiles.g.cs" "$built/generated/SafePrivate.g.cs"
  cp "$(package bouncycastle.cryptography)"/lib/net6.0/*.dll "$(package nunit)"/lib/net10.0/nunit.framework.dll \
    "$(package cscheck)"/lib/net10.0/*.dll "$toolchain"/microsoft.extensions.*/*/lib/net10.0/*.dll "$built/"
  libraries_built=yes
}

build_everything() {
  local -a tests
  build_libraries
  tests=('-nowarn:CS1591,CA1707,CA1861' "${nunit[@]}" "$built/generated/TestUsings.g.cs" tests/SharedData.cs)
  compile OrthancDeid.Dicom.Tests library tests/Dicom.Tests "${dicom[@]}" "${tests[@]}"
  compile OrthancDeid.Deidentification.Tests library tests/Deidentification.Tests "${deidentification[@]}" "${tests[@]}"
  compile OrthancDeid.Orthanc.Tests library tests/Orthanc.Tests "${dicom[@]}" "${tests[@]}"
  build_demonstration
  build_benchmarks
  compile TestRunner exe "$without_sdk/runner" -nowarn:CS1591 "${nunit[@]}"
  cp README.md tests/Dicom.Tests/ReadmeExample.cs "$built/"
  cp plugin/Dicom/README.md "$built/Dicom.README.md"
}

# The compiler did what can be done here: IDE0055 is the format of C#.
check_format() { true; }

# --- NativeAOT

# native_object <assembly> [option...]: its machine code, with that of all that it refers to, as $built/<assembly>.o.
native_object() {
  local name="$1" compiler
  shift
  compiler="$(package runtime.linux-x64.microsoft.dotnet.ilcompiler)/tools/ilc"
  chmod +x "$compiler"
  {
    printf '%s\n' "$built/$name.dll" "-o:$built/$name.o" "$@"
    references "$built"/OrthancDeid.{Dicom,Deidentification}.dll "$built"/Microsoft.Extensions.*.dll \
      "$built"/BouncyCastle.*.dll "$native"/lib/net10.0/*.dll "$native"/native/*.dll
    cat "$without_sdk/ilc-options"
  } >"$built/$name.rsp"
  "$compiler" "@$built/$name.rsp" >"$built/$name.log" 2>&1 || { cat "$built/$name.log" >&2; fail 'ILC failed, see above.'; }
  ! grep -E 'warning|error' "$built/$name.log" >&2 || fail 'NativeAOT warns of something, see above.'
}

# link_native <file> <assembly> <libbootstrapper...> [option...]: what the SDK links.
link_native() {
  local output="$1" name="$2" file
  local -a archives=()
  for file in "$3" libSystem.Native.a libSystem.IO.Compression.Native.a libSystem.Net.Security.Native.a \
    libSystem.Security.Cryptography.Native.OpenSsl.a libRuntime.WorkstationGC.a \
    libeventpipe-disabled.a libRuntime.VxsortEnabled.a libstandalonegc-disabled.a libaotminipal.a libstdc++compat.a \
    libz.a libbrotlienc.a libbrotlidec.a libbrotlicommon.a; do
    archives+=("$native/native/$file")
  done
  shift 3
  cc -o "$output" "$built/$name.o" "$@" "${archives[@]}" -Wl,--build-id=sha1 -Wl,--as-needed -pthread -ldl -lrt -lm \
    -Wl,-z,relro -Wl,-z,now -Wl,--eh-frame-hdr -Wl,--discard-all -Wl,--gc-sections ||
    fail "$name could not be linked, see above."
}

build_plugin() {
  [[ -n ${libraries_built:-} ]] || build_libraries
  compile OrthancDeid library plugin/Orthanc "${aot[@]}" "${deidentification[@]}" "${logging[@]}" \
    "$built/generated/PluginVersion.g.cs"
  native_object OrthancDeid "--exportsfile:$built/OrthancDeid.exports" --nativelib --export-unmanaged-entrypoints \
    --generateunmanagedentrypoints:OrthancDeid
  cc -std=c11 -Wall -Wextra -Werror -O2 -g -fPIC -fvisibility=hidden -I orthanc-sdk -isystem /usr/include \
    -c interop/orthanc_host.c -o "$built/orthanc_host.o" || fail 'the C layer could not be compiled, see above.'
  c++ -std=c++11 -fno-rtti -Wall -Wextra -Werror -O2 -g -fPIC -fvisibility=hidden -I orthanc-sdk -isystem /usr/include \
    -c interop/host_guard.cpp -o "$built/host_guard.o" || fail 'the C layer could not be compiled, see above.'
  link_native "$built/libOrthancDeid.so" OrthancDeid libbootstrapperdll.o -shared \
    "-Wl,--version-script=$built/OrthancDeid.exports" -Wl,-z,nodelete -Wl,-z,defs "$built/orthanc_host.o" \
    "$built/host_guard.o" -Wl,-e,0x0
  # As the SDK does it: the symbols, half of the file, go into a file of their own, which perf and debuggers want.
  objcopy --only-keep-debug "$built/libOrthancDeid.so" "$built/libOrthancDeid.so.dbg"
  objcopy --strip-debug --strip-unneeded "$built/libOrthancDeid.so" build/libOrthancDeid.so
  objcopy --add-gnu-debuglink="$built/libOrthancDeid.so.dbg" build/libOrthancDeid.so
}

build_benchmarks() {
  [[ -n ${libraries_built:-} ]] || build_libraries
  compile OrthancDeid.Benchmarks exe tests/Benchmarks "${aot[@]}" -nowarn:CS1591,CA1707,CA1861 "${deidentification[@]}"
}

# Puts the benchmarks into a folder: OrthancDeid.Benchmarks, compiled as the plugin is, and its assembly for the JIT.
publish_benchmarks() {
  build_benchmarks
  native_object OrthancDeid.Benchmarks
  link_native "$1/OrthancDeid.Benchmarks" OrthancDeid.Benchmarks libbootstrapper.o -pie
  mkdir -p "$1/jit"
  cp "$built"/OrthancDeid.{Dicom,Deidentification,Benchmarks}.dll "$built/OrthancDeid.Benchmarks.runtimeconfig.json" \
    "$built"/BouncyCastle.*.dll "$1/jit/"
}

# --- Running

# The runner has no parts.
server_parts() { echo ''; }

run_tests() {
  local name
  name="$(basename "$1" .csproj)"
  # No run takes that long.
  timeout --foreground 40m "$toolchain/dotnet/dotnet" exec "$built/TestRunner.dll" "$built/$name.dll" "$2/$name.trx"
}

build_demonstration() {
  [[ -n ${libraries_built:-} ]] || build_libraries
  compile OrthancDeid.Demonstration exe tests/Demonstration "${dicom[@]}"
}

run_demonstration() { run_dotnet "$built/OrthancDeid.Demonstration.dll" "$@"; }

run_codec_benchmarks() { echo 'SKIPPED: BenchmarkDotNet: there is no SDK of .NET'; }

publish_fuzzing() {
  local -a libraries
  [[ -n ${libraries_built:-} ]] || build_libraries
  mapfile -t libraries < <(printf '%s\n' "$(package sharpfuzz)"/lib/netstandard2.0/*.dll \
    "$(package sharpfuzz.common)"/lib/netstandard2.0/*.dll "$(package dnlib)"/lib/net6.0/*.dll)
  mapfile -t -O "${#deidentification[@]}" deidentification < <(references "${libraries[@]}")
  compile OrthancDeid.Fuzzing exe tests/Fuzzing -nowarn:CS1591,CA1707,CA1861 "${deidentification[@]}"
  cp "${libraries[@]}" "$built"/OrthancDeid.{Dicom,Deidentification,Fuzzing}.dll \
    "$built/OrthancDeid.Fuzzing.runtimeconfig.json" "$built"/BouncyCastle.*.dll "$1/"
}
