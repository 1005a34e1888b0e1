// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing;

/// <summary>
/// The rules of <c>UpdateReferences</c> in a modification: a UID of what the job edits is replaced wherever it occurs, so
/// that references lead to the new instances. All other references stay.
/// </summary>
/// <param name="request">The request.</param>
/// <param name="root">The data set of the file.</param>
/// <param name="identifiers">Knows what the job edits.</param>
internal sealed class ReferenceRules(ModificationRequest request, DicomDataset root, IdentifierMap identifiers)
{
    private static readonly ElementRule Map = new(ElementAction.MapUid, RuleReason.Request);
    private static readonly DicomTag ContentUid = new(0x0040_A124);
    private static readonly DicomTag ReferencedInstance = new(0x0008_1155);

    /// <summary>The rule of an element.</summary>
    /// <param name="rule">Its rule so far.</param>
    /// <param name="element">The element.</param>
    public ElementRule Refine(ElementRule rule, in DataElement element) =>
        rule.Action == ElementAction.Leave && element.Length > 0 && element.Sequence is null
        && !(element.Dataset == root && ModificationRequest.MainIdentifiers.AsSpan().Contains(element.Tag))
        && RepresentationOf(in element) == DicomVR.UI && ElementText.Text(in element, DicomVR.UI) is { } uids
        && IsReference(in element, uids)
            ? Map
            : rule;

    private bool IsReference(in DataElement element, string uids)
    {
        foreach (var value in uids.Split('\\'))
        {
            var uid = value.Trim(' ', '\0');
            if (identifiers.IsRenewed(uid))
            {
                return MayBeReference(element.Tag) && (identifiers.IsOwnInstance(uid) || !LeadsElsewhere(in element));
            }
        }

        return false;
    }

    /// <summary>
    /// Whether an element may refer to a study, series or instance. Some devices reuse the UID of a study or series as
    /// that of a frame of reference, a dimension organization or an irradiation event, which other instances share and
    /// which is no reference. The keywords of references contain InstanceUID, except for the UID of a content item
    /// (0040,A124), a selector of any UID, and private elements.
    /// </summary>
    private static bool MayBeReference(DicomTag tag) => tag == ContentUid || ElementDictionary.KeywordOf(tag) is not { } keyword
        || keyword.Contains("InstanceUID", StringComparison.Ordinal) || keyword == "SelectorUIValue";

    /// <summary>
    /// Whether the UID of a study or series is only there to locate instances that the job does not edit: a part that is
    /// split off a study may refer to instances that stay in it (PS3.3 C.17.2.1, Hierarchical SOP Instance Reference
    /// Macro).
    /// </summary>
    private bool LeadsElsewhere(in DataElement element)
    {
        if (element.Dataset == root)
        {
            return false;
        }

        var hasAny = false;
        foreach (var item in element.Dataset.SelfAndDescendants())
        {
            if (!(item == element.Dataset && element.Tag == ReferencedInstance)
                && ElementText.Text(item, ReferencedInstance, DicomVR.UI) is { Length: > 0 } instance)
            {
                if (identifiers.IsOwnInstance(instance))
                {
                    return false;
                }

                // In RT Referenced Study Sequence, this is the UID of a study (PS3.3 C.8.8.5).
                hasAny |= !identifiers.IsRenewed(instance);
            }
        }

        return hasAny;
    }

    /// <summary>The VR of the dictionary, else that of the file.</summary>
    private DicomVR RepresentationOf(in DataElement element) =>
        !element.Tag.IsPrivate && request.Host.Dictionary.TryGet(element.Tag, out var entry) && entry.VR != DicomVR.None
            ? entry.VR
            : element.VR;
}
