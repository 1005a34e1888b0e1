// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Host;

/// <summary>A fault that has an error code of Orthanc, found by the plugin or told by the host.</summary>
/// <param name="code">What kind of fault.</param>
/// <param name="details">A sentence for the client that names what is at fault; no patient data.</param>
public sealed class OrthancException(OrthancErrorCode code, string details) : Exception(details)
{
    /// <summary>What kind of fault.</summary>
    public OrthancErrorCode Code { get; } = code;
}
