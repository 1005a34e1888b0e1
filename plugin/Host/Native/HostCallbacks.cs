// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Host.Native;

/// <summary>
/// Tells the host what it shall call. Each callback is an expression of <see cref="HostBoundary"/>, since no exception
/// may reach the host.
/// </summary>
public static unsafe class HostCallbacks
{
    /// <summary>Has requests to a route answered.</summary>
    /// <param name="pattern">The route, a regular expression of the host.</param>
    /// <param name="callback">Takes what <see cref="RestCall"/> is made of.</param>
    public static void RegisterRoute(
        string pattern, delegate* unmanaged[Cdecl]<nint, byte*, nint, OrthancErrorCode> callback) =>
        HostServices.RegisterRoute(pattern, callback);

    /// <summary>Has jobs that the host has saved taken up.</summary>
    /// <param name="callback">
    /// Takes the type and the state of a job, and answers the host's side of it (<see cref="IHost.Create"/>), or 0.
    /// </param>
    public static void RegisterJobsUnserializer(delegate* unmanaged[Cdecl]<byte*, byte*, nint> callback) =>
        HostServices.RegisterJobsUnserializer(callback);

    /// <summary>Has the plugin told what happens in the host.</summary>
    /// <param name="callback">Takes what has changed, the level of the resource and its identifier.</param>
    public static void RegisterOnChange(delegate* unmanaged[Cdecl]<int, int, byte*, OrthancErrorCode> callback) =>
        HostServices.RegisterOnChange(callback);

    /// <summary>Has metrics set when the host is asked for them (<see cref="NativeHost.SetMetric(string, long)"/>).</summary>
    /// <param name="callback">Sets them.</param>
    public static void RegisterRefreshMetrics(delegate* unmanaged[Cdecl]<void> callback) =>
        HostServices.RegisterRefreshMetrics(callback);
}
