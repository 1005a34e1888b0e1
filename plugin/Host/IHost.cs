// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Host;

/// <summary>
/// All that jobs ask of an Orthanc: the one that loaded the plugin (<c>NativeHost</c>), or one in memory that
/// tests run jobs on.
/// </summary>
public unsafe interface IHost
{
    /// <summary>What tells this run of the host from all others.</summary>
    HostRun Run { get; }

    /// <summary>The clock that steps of jobs are measured by.</summary>
    TimeProvider Clock { get; }

    /// <summary>What its version can do.</summary>
    HostFeatures Features { get; }

    /// <summary>The host's own sentence for an error code.</summary>
    string Describe(OrthancErrorCode code);

    /// <summary>Calls a route of the host's own REST API.</summary>
    /// <param name="method">The method.</param>
    /// <param name="uri">The path, with its arguments.</param>
    /// <param name="revision">The header <c>If-Match</c>; null for none.</param>
    /// <param name="body">The body.</param>
    /// <param name="size">The size of the body in bytes.</param>
    /// <param name="answer">What the host answers; the caller gives it back, whatever the error code.</param>
    OrthancErrorCode Call(
        HttpMethod method, string uri, string? revision, void* body, uint size, out HostAnswer answer);

    /// <summary>Reads the file of an instance.</summary>
    /// <param name="id">Orthanc's identifier of the instance.</param>
    /// <param name="file">The file; nothing unless the error code is success.</param>
    OrthancErrorCode ReadInstance(string id, out HostMemory file);

    /// <summary>Changes the transfer syntax of a file, with the quality of the host's configuration.</summary>
    /// <param name="file">The file.</param>
    /// <param name="transferSyntax">The UID of the new transfer syntax.</param>
    /// <returns>The new file; null if the host cannot make it of this one.</returns>
    NativeBuffer? Transcode(NativeBuffer file, string transferSyntax);

    /// <summary>
    /// A value that the host keeps in its database for plugins; empty if it was never set, null if it cannot be read.
    /// </summary>
    string? ReadGlobalProperty(int property);

    /// <summary>Keeps a value in the database of the host.</summary>
    OrthancErrorCode WriteGlobalProperty(int property, string value);

    /// <summary>Makes the host's side of a job.</summary>
    /// <exception cref="OrthancException">The host has no memory for it.</exception>
    nint Create(IHostJob job);

    /// <summary>Submits a job to the jobs engine.</summary>
    /// <returns>The host's identifier of the job.</returns>
    /// <exception cref="OrthancException">The host does not accept it.</exception>
    string Submit(IHostJob job, int priority);

    /// <summary>Names the calling thread in the log of the host, as far as it can.</summary>
    void NameThread(string name);

    /// <summary>Lets some time pass.</summary>
    void Sleep(TimeSpan time);
}
