// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Fuzzing;

/// <summary>Checks that an element of an anonymized file is what the rule of its tag asks for.</summary>
internal static class FollowedRules
{
    private static readonly DicomTag TextValue = new(0x0040_A160);
    private static readonly DicomTag UnformattedTextValue = new(0x0070_0006);

    /// <summary>Values that reveal nothing, for all text VRs.</summary>
    private static readonly HashSet<string> Dummies =
    [
        "", "ANONYMIZED", "Anonymized", "000Y", "CORRECT", "19000101", "19000101000000", "000000", "0", "about:blank",
    ];

    /// <summary>The beginnings of documents that reveal nothing.</summary>
    private static readonly string[] Documents = ["%PDF-1.4", "<?xml", "# Anonymized", "Anonymized", "\0\0"];

    /// <exception cref="InvalidOperationException">The element should be something else.</exception>
    public static void Check(ModificationPlan plan, in DataElement element)
    {
        var rule = plan.RuleFor(element.Tag, isInSequence: element.Dataset.Parent is not null);
        if (plan.Request.Options != ConfidentialityOptions.None && IsUpToOptions(rule, element.Tag))
        {
            return;
        }

        if (plan.Request.IsConformant
            && rule.Action is ElementAction.Remove or ElementAction.Clear or ElementAction.Dummy)
        {
            // The attribute's type matters, too. The items of a sequence have rules of their own.
            if (element.Length > 0 && element.Sequence is null && !SaysNothing(in element))
            {
                throw new InvalidOperationException($"{element.Tag} still says something");
            }

            return;
        }

        if (rule.Action == ElementAction.Remove)
        {
            throw new InvalidOperationException($"{element.Tag} was not removed");
        }

        // An empty sequence may still have its delimiter.
        if (rule.Action == ElementAction.Clear && element.Length > 0 && element.Sequence is not { Count: 0 })
        {
            throw new InvalidOperationException($"{element.Tag} was not emptied");
        }
    }

    /// <summary>
    /// Whether the content decides and not the tag alone: in private blocks, and in sequences that are cleaned.
    /// </summary>
    private static bool IsUpToOptions(ElementRule rule, DicomTag tag) =>
        rule.Reason is RuleReason.Option or RuleReason.PrivateElement || tag == TextValue
        || tag == UnformattedTextValue;

    /// <summary>A derived identifier: it fits the VR SH, and has neither lower-case letters nor signs.</summary>
    private static bool IsIdentifier(string text) =>
        text.Length == 16 && text.All(letter => char.IsAsciiDigit(letter) || char.IsAsciiLetterUpper(letter));

    private static bool SaysNothing(in DataElement element)
    {
        var vr = ElementDictionary.Standard.TryGet(element.Tag, out var entry) ? entry.VR : element.VR;
        var text = Encoding.Latin1.GetString(element.Value);
        return vr == DicomVR.UI
            ? text.Split('\\').All(uid => uid.Trim('\0', ' ') is "" or ['2', '.', '2', '5', '.', ..])
            : element.Tag == DicomTag.EncapsulatedDocument
                ? text.Length == 0 || Array.Exists(Documents, start => text.StartsWith(start, StringComparison.Ordinal))
            : vr.IsText() ? Dummies.Contains(text.Trim(' ', '\0')) || IsIdentifier(text)
            : !element.Value.ContainsAnyExcept((byte)0);
    }
}
