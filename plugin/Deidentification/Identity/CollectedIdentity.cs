// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Identity;

/// <summary>
/// What identifies the patient, the study and the staff in an instance; collected once, for the cleaning of text and
/// for the check of the new file.
/// </summary>
public sealed class CollectedIdentity
{
    private CollectedIdentity(KnownIdentity known, OwnUids uids)
    {
        Known = known;
        Uids = uids;
    }

    /// <summary>All but the UIDs; instances that say the same share it.</summary>
    internal KnownIdentity Known { get; }

    /// <summary>The UIDs.</summary>
    internal OwnUids Uids { get; }

    /// <summary>Reads an instance, before anything is taken from it.</summary>
    /// <param name="root">The instance.</param>
    /// <param name="identities">What the instances of the request or job said before.</param>
    internal static CollectedIdentity Of(DicomDataset root, KnownIdentities identities)
    {
        var reader = IdentityReader.Read(root, identities);
        return new(identities.Of(reader), reader.Uids);
    }
}
