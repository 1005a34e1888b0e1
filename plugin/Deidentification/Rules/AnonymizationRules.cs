// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Rules;

/// <summary>
/// The rules of an anonymization. At the top level: the profile, Remove, Replace, Keep; for the same tag a
/// later one overrides an earlier one. Replace does not apply inside sequences, where the profile does.
/// </summary>
internal static class AnonymizationRules
{
    private const ConfidentialityOptions LongitudinalDates = ConfidentialityOptions.RetainLongitudinalFullDates
        | ConfidentialityOptions.RetainLongitudinalModifiedDates;

    /// <summary>The rules for the data set of a file.</summary>
    public static ElementRules OfTopLevel(
        ModificationRequest request, IEnumerable<KeyValuePair<DicomTag, ElementRule>> embedded)
    {
        var named = OfIdentity(request);
        foreach (var tag in request.RemovedTags)
        {
            named[tag.Value] = new(ElementAction.Remove, RuleReason.Request);
        }

        foreach (var tag in request.SetTags)
        {
            // A private tag may be written to another block. Then the element at the tag of the request is a different
            // one.
            if (!tag.IsPrivateData || request.PrivateCreator.Length == 0)
            {
                named[tag.Value] = new(ElementAction.Replace, RuleReason.Request);
            }
        }

        foreach (var tag in request.KeptTags)
        {
            named[tag.Value] = new(ElementAction.Keep, RuleReason.Request);
        }

        foreach (var (tag, rule) in embedded)
        {
            named[tag.Value] = rule;
        }

        return Of(request, named, request.KeptTags.Concat(request.SetTags));
    }

    /// <summary>The rules for all items of sequences.</summary>
    public static ElementRules OfItems(ModificationRequest request)
    {
        var named = OfIdentity(request);
        foreach (var tag in request.RemovedTags.Where(request.Removes))
        {
            named[tag.Value] = new(ElementAction.Remove, RuleReason.Request);
        }

        foreach (var tag in request.KeptTags.Where(tag => KeepsInItems(request, tag)))
        {
            named[tag.Value] = new(ElementAction.Leave, RuleReason.Request);
        }

        var paths = request.KeptPaths.Concat(request.ReplacedPaths.Select(given => given.Path));
        return Of(request, named, request.KeptTags.Concat(paths.Select(path => path.Tag)));
    }

    /// <summary>
    /// Whether a request keeps a tag in items. As in Orthanc, Keep spares a tag at every depth, with two exceptions: private
    /// tags, which can mean anything elsewhere, and UIDs of the instance, where the kept one maps to itself everywhere.
    /// </summary>
    public static bool KeepsInItems(ModificationRequest request, DicomTag tag) =>
        request.Keeps(tag) && !tag.IsPrivate && !IsOwnUid(tag);

    private static ElementRules Of(
        ModificationRequest request, Dictionary<uint, ElementRule> named, IEnumerable<DicomTag> kept) => new(
        named, !request.KeepPrivateTags, request.Profile, request.Host.Dictionary, request.Options,
        request.IsConformant, removesDates: request.IsRecorded && (request.Options & LongitudinalDates) == 0,
        kept: kept);

    private static bool IsOwnUid(DicomTag tag) =>
        tag == DicomTag.StudyInstanceUID || tag == DicomTag.SeriesInstanceUID || tag == DicomTag.SOPInstanceUID;

    /// <summary>Attributes that say who somebody is get new values in all editions of the profile.</summary>
    private static Dictionary<uint, ElementRule> OfIdentity(ModificationRequest request)
    {
        var named = new Dictionary<uint, ElementRule>
        {
            [DicomTag.PatientName.Value] = new(ElementAction.RenamePatient, RuleReason.Identity),
            [DicomTag.PatientID.Value] = new(ElementAction.MapPatientId, RuleReason.Identity),
        };
        if (request.PseudonymKey is not null)
        {
            named[DicomTag.AccessionNumber.Value] = new(ElementAction.MapShortId, RuleReason.Identity);
            named[DicomTag.StudyID.Value] = new(ElementAction.MapShortId, RuleReason.Identity);
        }

        if (!request.Options.HasFlag(ConfidentialityOptions.RetainUIDs))
        {
            named[DicomTag.StudyInstanceUID.Value] = new(ElementAction.MapUid, RuleReason.Identity);
            named[DicomTag.SeriesInstanceUID.Value] = new(ElementAction.MapUid, RuleReason.Identity);
            named[DicomTag.SOPInstanceUID.Value] = new(ElementAction.MapUid, RuleReason.Identity);
        }

        return named;
    }
}
