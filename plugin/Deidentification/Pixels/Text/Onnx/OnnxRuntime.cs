// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.InteropServices;

namespace OrthancDeid.Deidentification.Pixels.Text.Onnx;

/// <summary>
/// ONNX Runtime, a library that is loaded when it is first needed. If the plugin linked against it, it could not start
/// without it. Safe for use by several threads.
/// </summary>
internal sealed unsafe class OnnxRuntime
{
    /// <summary>Only fatal errors go to stderr (<c>ORT_LOGGING_LEVEL_FATAL</c>).</summary>
    private const int FatalOnly = 4;

    /// <summary>The environment variable that keeps the library from sending statistics over the network.</summary>
    private static ReadOnlySpan<byte> NoTelemetry => "ORT_DISABLE_TELEMETRY\0"u8;

    private OnnxRuntime(OnnxFunctions functions, string version)
    {
        Functions = functions;
        Version = version;
        nint environment, memory, allocator;
        fixed (byte* name = "OrthancDeid\0"u8)
        {
            functions.Check(functions.CreateEnv(FatalOnly, name, &environment));
        }

        Environment = environment;
        functions.Check(functions.DisableTelemetryEvents(environment));
        functions.Check(functions.CreateCpuMemoryInfo(0, 0, &memory));
        functions.Check(functions.GetAllocatorWithDefaultOptions(&allocator));
        (Memory, Allocator) = (memory, allocator);
    }

    /// <summary>The functions of the library.</summary>
    public OnnxFunctions Functions { get; }

    /// <summary>The version of the library, such as <c>1.31.1</c>.</summary>
    public string Version { get; }

    /// <summary>The <c>OrtEnv</c> of the library. There is one in a process, and it is never released.</summary>
    public nint Environment { get; }

    /// <summary>The memory info for tensors in ordinary memory.</summary>
    public nint Memory { get; }

    /// <summary>The allocator of names.</summary>
    public nint Allocator { get; }

    /// <summary>Loads the library. It stays loaded as long as the process lives.</summary>
    /// <param name="library">Its path, or a name by which the system finds it.</param>
    /// <exception cref="OnnxException">The library cannot be loaded, or is not ONNX Runtime 1.11 or later.</exception>
    public static OnnxRuntime Load(string library)
    {
        ForbidTelemetry();
        if (!NativeLibrary.TryLoad(library, out var handle))
        {
            throw new OnnxException($"the library {library} cannot be loaded");
        }

        if (!NativeLibrary.TryGetExport(handle, "OrtGetApiBase", out var export))
        {
            throw new OnnxException($"the library {library} is no ONNX Runtime");
        }

        // struct OrtApiBase: GetApi(version), GetVersionString().
        var calls = ((delegate* unmanaged[Cdecl]<nint*>)export)();
        var table = ((delegate* unmanaged[Cdecl]<uint, nint*>)calls[0])(OnnxFunctions.Version);
        var version = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged[Cdecl]<byte*>)calls[1])()) ?? string.Empty;
        return table is null
            ? throw new OnnxException($"the ONNX Runtime {library} is of version {version}; 1.11 or later is needed")
            : new OnnxRuntime(new(table), version);
    }

    /// <summary>Whether the system finds a library by its name. If so, the library is loaded.</summary>
    public static bool IsOnSystem(string library)
    {
        ForbidTelemetry();
        return NativeLibrary.TryLoad(library, out _);
    }

    /// <summary>
    /// Turns off telemetry: recent builds report their use to their maker, and nothing may leave the machine. It is called
    /// before the library is loaded, which sends its first report when it creates its environment. Native code does not
    /// see variables set through .NET, hence <c>setenv</c>. It is best called while few threads run.
    /// </summary>
    public static void ForbidTelemetry()
    {
        if (!OperatingSystem.IsWindows()
            && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "setenv", out var export))
        {
            fixed (byte* name = NoTelemetry, value = "1\0"u8)
            {
                _ = ((delegate* unmanaged[Cdecl]<byte*, byte*, int, int>)export)(name, value, 1);
            }
        }
    }
}
