// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Host;

/// <summary>A fault that has an error code of Orthanc, found by the plugin or reported by the host.</summary>
/// <param name="code">The kind of fault.</param>
/// <param name="details">A sentence for the client that names what is at fault; no patient data.</param>
public sealed class OrthancException(OrthancErrorCode code, string details) : Exception(details)
{
    /// <summary>The kind of fault.</summary>
    public OrthancErrorCode Code { get; } = code;
}
