// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Host;

/// <summary>
/// Everything that jobs need from an Orthanc: the one that loaded the plugin (<c>NativeHost</c>), or one in memory for
/// tests.
/// </summary>
public unsafe interface IHost
{
    /// <summary>Identifies this run of the host.</summary>
    HostRun Run { get; }

    /// <summary>The clock that measures the steps of jobs.</summary>
    TimeProvider Clock { get; }

    /// <summary>What the host's version can do.</summary>
    HostFeatures Features { get; }

    /// <summary>The host's own description of an error code.</summary>
    string Describe(OrthancErrorCode code);

    /// <summary>Calls a route of the host's own REST API.</summary>
    /// <param name="method">The method.</param>
    /// <param name="uri">The path, with its arguments.</param>
    /// <param name="revision">The header <c>If-Match</c>; null for none.</param>
    /// <param name="body">The body.</param>
    /// <param name="size">The size of the body in bytes.</param>
    /// <param name="answer">The host's answer. The caller disposes it, whatever the error code.</param>
    OrthancErrorCode Call(
        HttpMethod method, string uri, string? revision, void* body, uint size, out HostAnswer answer);

    /// <summary>Reads the file of an instance.</summary>
    /// <param name="id">Orthanc's identifier of the instance.</param>
    /// <param name="file">The file; empty unless the error code is success.</param>
    OrthancErrorCode ReadInstance(string id, out HostMemory file);

    /// <summary>Changes the transfer syntax of a file, with the quality of the host's configuration.</summary>
    /// <param name="file">The file.</param>
    /// <param name="transferSyntax">The UID of the new transfer syntax.</param>
    /// <returns>The new file; null if the host cannot transcode this one.</returns>
    NativeBuffer? Transcode(NativeBuffer file, string transferSyntax);

    /// <summary>
    /// A value that the host keeps in its database for plugins; empty if it was never set, null if it cannot be read.
    /// </summary>
    string? ReadGlobalProperty(int property);

    /// <summary>Stores a value in the database of the host.</summary>
    OrthancErrorCode WriteGlobalProperty(int property, string value);

    /// <summary>Creates the host's side of a job.</summary>
    /// <exception cref="OrthancException">The host cannot create it.</exception>
    nint Create(IHostJob job);

    /// <summary>Submits a job to the jobs engine.</summary>
    /// <returns>The host's identifier of the job.</returns>
    /// <exception cref="OrthancException">The host does not accept it.</exception>
    string Submit(IHostJob job, int priority);

    /// <summary>Names the calling thread in the log of the host, if the host supports that.</summary>
    void NameThread(string name);

    /// <summary>Waits.</summary>
    void Sleep(TimeSpan time);
}
