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

    /// <summary>All but the UIDs; instances that say the same share it.</summary>
    internal KnownIdentity Known { get; }

    /// <summary>The UIDs.</summary>
    internal OwnUids Uids { get; }

    /// <summary>The names and numbers that an edit makes anew, as the instance has them.</summary>
    internal IReadOnlySet<(DicomTag Tag, string Text)> Originals { get; }

    /// <summary>Reads an instance, before anything is taken from it.</summary>
    /// <param name="root">The instance.</param>
    /// <param name="identities">What the instances of the request or job said before.</param>
    /// <param name="related">What others say of the same patient and study; null for nothing.</param>
    internal static CollectedIdentity Of(DicomDataset root, KnownIdentities identities, RelatedValues? related = null)
    {
        var reader = IdentityReader.Read(root, identities, related);
        return new(identities.Of(reader), reader);
    }
}
