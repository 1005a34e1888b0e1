// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Dicom;
using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Instances;

/// <summary>The result of editing an instance; owns the new file.</summary>
/// <param name="File">The bytes of the new file.</param>
internal sealed record EditedInstance(NativeBuffer File) : IDisposable
{
    /// <summary>
    /// Whether the new file has the transfer syntax that the request asks for; otherwise it has the old one.
    /// </summary>
    public bool IsTranscoded { get; init; } = true;

    /// <summary>Orthanc's identifier of the study of the old file.</summary>
    public required string SourceStudy { get; init; }

    /// <summary>Orthanc's identifier of the study of the new file.</summary>
    public required string Study { get; init; }

    /// <summary>The old and new identifiers, if the request asks for them.</summary>
    public MappedInstance? Identifiers { get; init; }

    /// <summary>Throws if the file does not have the requested transfer syntax.</summary>
    /// <exception cref="OrthancException">The host cannot transcode the instance to it.</exception>
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
