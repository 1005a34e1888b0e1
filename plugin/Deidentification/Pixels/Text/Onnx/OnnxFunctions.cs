// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.InteropServices;

namespace OrthancDeid.Deidentification.Pixels.Text.Onnx;

/// <summary>
/// The functions used of the C interface of ONNX Runtime: members of its <c>struct OrtApi</c>. It only ever grows at its
/// end, so a member has the same place in every version (onnxruntime_c_api.h).
/// </summary>
/// <param name="table">The struct.</param>
internal readonly unsafe struct OnnxFunctions(nint* table)
{
    /// <summary>The requested version of the interface. All functions used here are older.</summary>
    public const uint Version = 11;

    /// <summary><c>GetErrorMessage(status)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint, byte*> GetErrorMessage => (delegate* unmanaged[Cdecl]<nint, byte*>)table[2];

    /// <summary><c>CreateEnv(severity, name, out env)</c>.</summary>
    public delegate* unmanaged[Cdecl]<int, byte*, nint*, nint> CreateEnv =>
        (delegate* unmanaged[Cdecl]<int, byte*, nint*, nint>)table[3];

    /// <summary><c>DisableTelemetryEvents(env)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint, nint> DisableTelemetryEvents =>
        (delegate* unmanaged[Cdecl]<nint, nint>)table[6];

    /// <summary><c>CreateSessionFromArray(env, model, length, options, out session)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint, byte*, nuint, nint, nint*, nint> CreateSessionFromArray =>
        (delegate* unmanaged[Cdecl]<nint, byte*, nuint, nint, nint*, nint>)table[8];

    /// <summary><c>Run(session, options, names, inputs, count, names, count, outputs)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint> Run =>
        (delegate* unmanaged[Cdecl]<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)table[9];

    /// <summary><c>CreateSessionOptions(out options)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint*, nint> CreateSessionOptions =>
        (delegate* unmanaged[Cdecl]<nint*, nint>)table[10];

    /// <summary><c>DisableMemPattern(options)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint, nint> DisableMemPattern => (delegate* unmanaged[Cdecl]<nint, nint>)table[17];

    /// <summary><c>SetIntraOpNumThreads(options, count)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint, int, nint> SetIntraOpNumThreads =>
        (delegate* unmanaged[Cdecl]<nint, int, nint>)table[24];

    /// <summary><c>SetInterOpNumThreads(options, count)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint, int, nint> SetInterOpNumThreads =>
        (delegate* unmanaged[Cdecl]<nint, int, nint>)table[25];

    /// <summary><c>SessionGetInputName(session, index, allocator, out name)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint, nuint, nint, byte**, nint> SessionGetInputName =>
        (delegate* unmanaged[Cdecl]<nint, nuint, nint, byte**, nint>)table[36];

    /// <summary><c>SessionGetOutputName(session, index, allocator, out name)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint, nuint, nint, byte**, nint> SessionGetOutputName =>
        (delegate* unmanaged[Cdecl]<nint, nuint, nint, byte**, nint>)table[37];

    /// <summary><c>CreateTensorWithDataAsOrtValue(memory, data, bytes, shape, rank, type, out value)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint, void*, nuint, long*, nuint, int, nint*, nint> CreateTensorWithData =>
        (delegate* unmanaged[Cdecl]<nint, void*, nuint, long*, nuint, int, nint*, nint>)table[49];

    /// <summary><c>GetTensorMutableData(value, out data)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint, void**, nint> GetTensorMutableData =>
        (delegate* unmanaged[Cdecl]<nint, void**, nint>)table[51];

    /// <summary><c>GetDimensionsCount(info, out rank)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint, nuint*, nint> GetDimensionsCount =>
        (delegate* unmanaged[Cdecl]<nint, nuint*, nint>)table[61];

    /// <summary><c>GetDimensions(info, shape, rank)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint, long*, nuint, nint> GetDimensions =>
        (delegate* unmanaged[Cdecl]<nint, long*, nuint, nint>)table[62];

    /// <summary><c>GetTensorTypeAndShape(value, out info)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint, nint*, nint> GetTensorTypeAndShape =>
        (delegate* unmanaged[Cdecl]<nint, nint*, nint>)table[65];

    /// <summary><c>CreateCpuMemoryInfo(allocator, kind, out memory)</c>.</summary>
    public delegate* unmanaged[Cdecl]<int, int, nint*, nint> CreateCpuMemoryInfo =>
        (delegate* unmanaged[Cdecl]<int, int, nint*, nint>)table[69];

    /// <summary><c>AllocatorFree(allocator, memory)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint, void*, nint> AllocatorFree =>
        (delegate* unmanaged[Cdecl]<nint, void*, nint>)table[76];

    /// <summary><c>GetAllocatorWithDefaultOptions(out allocator)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint*, nint> GetAllocatorWithDefaultOptions =>
        (delegate* unmanaged[Cdecl]<nint*, nint>)table[78];

    /// <summary><c>ReleaseEnv(env)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint, void> ReleaseEnv => Release(92);

    /// <summary><c>ReleaseStatus(status)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint, void> ReleaseStatus => Release(93);

    /// <summary><c>ReleaseMemoryInfo(memory)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint, void> ReleaseMemoryInfo => Release(94);

    /// <summary><c>ReleaseSession(session)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint, void> ReleaseSession => Release(95);

    /// <summary><c>ReleaseValue(value)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint, void> ReleaseValue => Release(96);

    /// <summary><c>ReleaseTensorTypeAndShapeInfo(info)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint, void> ReleaseTensorTypeAndShapeInfo => Release(99);

    /// <summary><c>ReleaseSessionOptions(options)</c>.</summary>
    public delegate* unmanaged[Cdecl]<nint, void> ReleaseSessionOptions => Release(100);

    /// <summary>Throws if a call failed.</summary>
    /// <param name="status">What the call returned: 0 for success.</param>
    /// <exception cref="OnnxException">The call failed.</exception>
    public void Check(nint status)
    {
        if (status == 0)
        {
            return;
        }

        // The message is about the model or the memory, and contains nothing of the pixels.
        var message = Marshal.PtrToStringUTF8((nint)GetErrorMessage(status));
        ReleaseStatus(status);
        throw new OnnxException($"ONNX Runtime: {message}");
    }

    private delegate* unmanaged[Cdecl]<nint, void> Release(int place) =>
        (delegate* unmanaged[Cdecl]<nint, void>)table[place];
}
