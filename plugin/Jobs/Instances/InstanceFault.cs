// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Instances;

/// <summary>Why an instance of a job failed.</summary>
/// <param name="Instance">Orthanc's identifier of the old instance.</param>
/// <param name="Code">The error code.</param>
/// <param name="Details">A sentence that names what is at fault.</param>
internal sealed record InstanceFault(string Instance, OrthancErrorCode Code, string Details)
{
    /// <summary>What a client is told.</summary>
    public string Text => Instance.Length > 0 ? $"Instance {Instance}: {Details}" : Details;
}
