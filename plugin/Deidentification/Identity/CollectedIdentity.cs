// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Identity;

/// <summary>
/// What identifies the patient, the study and the staff in an instance; collected once, for the cleaning of text and
/// for the check of the new file.
/// </summary>
public sealed class CollectedIdentity
{
    private CollectedIdentity(KnownIdentity known, IdentityReader reader)
    {
        Known = known;
        Uids = reader.Uids;
        Originals = reader.Originals;
    }

    /// <summary>Everything except the UIDs. Instances with the same identity share it.</summary>
    internal KnownIdentity Known { get; }

    /// <summary>The UIDs.</summary>
    internal OwnUids Uids { get; }

    /// <summary>The original values of the names and numbers that an edit replaces by new ones.</summary>
    internal IReadOnlySet<(DicomTag Tag, string Text)> Originals { get; }

    /// <summary>Reads an instance, before it is edited.</summary>
    /// <param name="root">The instance.</param>
    /// <param name="identities">The identities that were read from other instances of the request or job.</param>
    /// <param name="related">What is known from elsewhere about the same patient and study; null for nothing.</param>
    internal static CollectedIdentity Of(DicomDataset root, KnownIdentities identities, RelatedValues? related = null)
    {
        var reader = IdentityReader.Read(root, identities, related);
        return new(identities.Of(reader), reader);
    }
}
