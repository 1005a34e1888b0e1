// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification;
using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc;

/// <summary>What became of an instance; owns the new file.</summary>
/// <param name="File">The bytes of the new file.</param>
internal sealed record EditedInstance(NativeBuffer File) : IDisposable
{
    /// <summary>
    /// Whether the new file has the transfer syntax that the request asks for; else it has that of the old one.
    /// </summary>
    public bool IsTranscoded { get; init; } = true;

    /// <summary>The identifiers before and after, if the request is to be answered with them.</summary>
    public (string[] Old, string[] New)? Identifiers { get; init; }

    /// <summary>Fails where a file in another transfer syntax than the one asked for is of no use.</summary>
    /// <exception cref="OrthancException">The host cannot make that transfer syntax of the instance.</exception>
    public void RequireTranscoded(ModificationPlan plan, string instance)
    {
        if (!IsTranscoded)
        {
            throw new OrthancException(
                OrthancErrorCode.NotImplemented,
                $"Orthanc cannot transcode instance {instance} to transfer syntax {plan.Request.Transcode}.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => File.Dispose();
}
