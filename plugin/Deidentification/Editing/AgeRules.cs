// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Rules;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Deidentification.Values;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing;

/// <summary>
/// The rules of <c>AgeLimit</c>: ages up to the limit stay, all higher ones become the same age, and birth dates do not
/// stay. The class of an attribute or the code of a content item shows that it is one of these.
/// </summary>
/// <param name="request">The request.</param>
internal sealed class AgeRules(ModificationRequest request)
{
    private static readonly DicomTag NumericValue = new(0x0040_A30A);
    private static readonly DicomTag TextValue = new(0x0040_A160);

    /// <summary>
    /// Floating Point Value, Rational Numerator and Denominator Value, which repeat the number (PS3.3 C.18.1).
    /// </summary>
    private static readonly DicomTag[] OtherNumbers = [new(0x0040_A161), new(0x0040_A162), new(0x0040_A163)];

    private static readonly ElementRule Remove = new(ElementAction.Remove, RuleReason.Request);
    private static readonly ElementRule Limit = new(ElementAction.LimitAge, RuleReason.Request);
    private static readonly ElementRule Clear = new(ElementAction.Clear, RuleReason.Request);

    /// <summary>The rule of an element.</summary>
    /// <param name="rules">The rules for the element's place.</param>
    /// <param name="rule">Its rule so far.</param>
    /// <param name="element">The element.</param>
    public ElementRule Refine(ElementRules rules, ElementRule rule, in DataElement element)
    {
        if (rule is { Action: ElementAction.Replace or ElementAction.Remove, Reason: RuleReason.Request })
        {
            return rule;
        }

        var stays = rule.Action is ElementAction.Leave or ElementAction.Keep or ElementAction.Clean or ElementAction.ShiftDate;
        if (AttributeClasses.ThatSays(element.Tag) == AttributeClass.BirthTime)
        {
            return !stays ? rule
                : rules.WithoutDates(element.Tag) is { Action: not ElementAction.Leave } without ? without
                : Clear;
        }

        if (RepresentationOf(in element) == DicomVR.AS || IsUnknownAge(in element))
        {
            // A private element that is deleted with its block stays deleted, and an unreadable value is not an age.
            return stays || rule.Reason is RuleReason.Profile or RuleReason.Option or RuleReason.Identity ? Limit : rule;
        }

        return !stays ? rule
            : SubjectContents.IsBirth(in element) ? Clear
            : SubjectContents.IsAge(in element) && element.Tag == NumericValue ? Limit
            : SubjectContents.IsAge(in element) && element.Tag == TextValue ? Limit
            : SubjectContents.IsAge(in element) && OtherNumbers.Contains(element.Tag) ? Remove
            : rule;
    }

    /// <summary>Whether a private element of unknown VR holds only ages in the format of VR AS (PS3.5 6.2).</summary>
    private static bool IsUnknownAge(in DataElement element) => element.Tag.IsPrivateData && element.VR == DicomVR.UN
        && element.Length >= AgeText.Length && ElementText.Text(in element, DicomVR.AS) is { } text && AgeText.AreAges(text);

    /// <summary>The VR of the dictionary, else that of the file.</summary>
    private DicomVR RepresentationOf(in DataElement element) =>
        !element.Tag.IsPrivate && request.Host.Dictionary.TryGet(element.Tag, out var entry) && entry.VR != DicomVR.None
            ? entry.VR
            : element.VR;
}
