// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Host.Native;

/// <summary>
/// Registers the callbacks of the plugin with the host. Each goes through <see cref="HostBoundary"/>, since no exception may
/// reach the host.
/// </summary>
public static unsafe class HostCallbacks
{
    /// <summary>Registers a callback that answers requests to a route.</summary>
    /// <param name="pattern">The route, a regular expression of the host.</param>
    /// <param name="callback">Takes the arguments of the constructor of <see cref="RestCall"/>.</param>
    public static void RegisterRoute(
        string pattern, delegate* unmanaged[Cdecl]<nint, byte*, nint, OrthancErrorCode> callback) =>
        HostServices.RegisterRoute(pattern, callback);

    /// <summary>Registers a callback that restores jobs that the host has saved.</summary>
    /// <param name="callback">
    /// Takes the type and the state of a job, and returns the host's side of it (<see cref="IHost.Create"/>), or 0.
    /// </param>
    public static void RegisterJobsUnserializer(delegate* unmanaged[Cdecl]<byte*, byte*, nint> callback) =>
        HostServices.RegisterJobsUnserializer(callback);

    /// <summary>Registers a callback for changes in the host.</summary>
    /// <param name="callback">Takes the kind of the change, the level of the resource and its identifier.</param>
    public static void RegisterOnChange(delegate* unmanaged[Cdecl]<int, int, byte*, OrthancErrorCode> callback) =>
        HostServices.RegisterOnChange(callback);

    /// <summary>Registers a callback that sets metrics when the host is asked for them.</summary>
    /// <param name="callback">Sets them with <see cref="NativeHost.SetMetric(string, long)"/>.</param>
    public static void RegisterRefreshMetrics(delegate* unmanaged[Cdecl]<void> callback) =>
        HostServices.RegisterRefreshMetrics(callback);
}
