// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing.Preview;

/// <summary>
/// What a report may reveal about a file: the place of an element, and its name in the standard, the configuration of the
/// host or the request. Everything else is a value of the file and may be a name.
/// </summary>
/// <param name="request">The request.</param>
internal sealed class PublicNames(ModificationRequest request)
{
    /// <summary>The creator of a private element, if it is known from another source than the file; else null.</summary>
    public string? Creator(string? creator) =>
        creator is { Length: > 0 } && (request.SafePrivate.HasCreator(creator) || request.NamesCreator(creator)
            || request.Host.Dictionary.HasCreator(creator) || creator == request.PrivateCreator)
                ? creator
                : null;

    /// <summary>A VR of the standard (PS3.5 6.2); UN for two bytes that are not a VR.</summary>
    public static DicomVR Representation(DicomVR vr) => vr.IsKnown() ? vr : DicomVR.UN;
}
