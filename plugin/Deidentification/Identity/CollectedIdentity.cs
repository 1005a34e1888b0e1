// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Identity;

/// <summary>
/// What in an instance says who the patient, the study and the staff are, read once, for who takes it out of text and for
/// who looks whether it is still there.
/// </summary>
/// <param name="Known">All but the UIDs; instances that say the same share it.</param>
/// <param name="Uids">The UIDs.</param>
internal sealed record CollectedIdentity(KnownIdentity Known, OwnUids Uids)
{
    /// <summary>Reads an instance, before anything is taken from it.</summary>
    /// <param name="root">The instance.</param>
    /// <param name="plan">What is going to be done to it.</param>
    public static CollectedIdentity Of(DicomDataset root, ModificationPlan plan)
    {
        var reader = IdentityReader.Read(root, plan);
        return new(plan.Identities.Of(reader), reader.Uids);
    }
}
