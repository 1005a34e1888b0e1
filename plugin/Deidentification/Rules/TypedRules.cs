// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Rules;

/// <summary>
/// Adapts the rule of a tag to the type of the attribute, in a request that leaves objects valid: of the actions that
/// the profile offers, the strictest one that leaves the object valid (PS3.15 E.1.1). An attribute that the object
/// needs is not removed, even if the profile offers nothing else: type 1 gets a dummy, type 2 is emptied.
/// </summary>
/// <param name="profile">The profile.</param>
internal sealed class TypedRules(ConfidentialityProfile profile)
{
    private static readonly DicomTag EthicsCommitteeName = new(0x0012_0081);
    private static readonly DicomTag ApprovalNumber = new(0x0012_0082);

    private const ProfileChoices Takes = ProfileChoices.Remove | ProfileChoices.Clear | ProfileChoices.Dummy;

    /// <summary>The rule of an element.</summary>
    /// <param name="rule">Its rule by its tag, and by the options of the request.</param>
    /// <param name="element">The element.</param>
    /// <param name="type">The type of its attribute at its place.</param>
    public ElementRule Refine(ElementRule rule, in DataElement element, AttributeType type)
    {
        if (element.Tag.IsPrivate || rule.Reason is RuleReason.Request or RuleReason.Unknown)
        {
            return rule;
        }

        return rule.Action switch
        {
            // An option retains or cleans it, but it is empty, so the option is ignored.
            ElementAction.Leave or ElementAction.Clean or ElementAction.ShiftDate when rule.Reason == RuleReason.Option
                && type == AttributeType.Required && IsEmpty(in element) => new(ElementAction.Dummy, rule.Reason),
            ElementAction.Remove or ElementAction.Clear or ElementAction.Dummy => Chosen(
                rule, element.Tag, IsNeededBesides(in element, type) ? AttributeType.Conditional : type),
            _ => rule,
        };
    }

    /// <summary>Whether an element has neither a value nor items.</summary>
    public static bool IsEmpty(in DataElement element) => element.Length == 0 && element.Sequence is not { Count: > 0 };

    /// <summary>
    /// The name of an ethics committee must not be there without the number of its approval (PS3.3 C.7.1.3).
    /// </summary>
    private static bool IsNeededBesides(in DataElement element, AttributeType type) => type == AttributeType.Optional
        && element.Tag == ApprovalNumber && element.Dataset.Contains(EthicsCommitteeName);

    private ElementRule Chosen(ElementRule rule, DicomTag tag, AttributeType type)
    {
        var choices = profile.ChoicesFor(tag);
        if (choices.HasFlag(ProfileChoices.MapUid))
        {
            // It is a sequence with references that cannot be read.
            return rule;
        }

        choices = (choices & Takes) == ProfileChoices.None ? OfRule(rule, tag) : choices & Takes;
        return new(ActionOf(choices, type), rule.Reason);
    }

    /// <summary>
    /// An element outside the table is treated like others of its class; a value in place of a date is replaced like a
    /// date.
    /// </summary>
    private static ProfileChoices OfRule(ElementRule rule, DicomTag tag) => rule.Action switch
    {
        ElementAction.Remove => ProfileChoices.Remove,
        ElementAction.Clear when rule.Reason != RuleReason.Unreadable || !IsDate(tag) => ProfileChoices.Clear,
        _ => ProfileChoices.Dummy,
    };

    private static bool IsDate(DicomTag tag) =>
        ElementDictionary.Standard.TryGet(tag, out var entry) && DateOrTime.Applies(entry.VR);

    private static ElementAction ActionOf(ProfileChoices choices, AttributeType type) => type switch
    {
        AttributeType.Required or AttributeType.Conditional => ElementAction.Dummy,
        AttributeType.MayBeEmpty when choices != ProfileChoices.Dummy => ElementAction.Clear,
        AttributeType.Optional when choices.HasFlag(ProfileChoices.Remove) => ElementAction.Remove,
        AttributeType.Optional when choices.HasFlag(ProfileChoices.Clear) => ElementAction.Clear,

        // A dummy is valid for attributes of all types.
        _ when choices.HasFlag(ProfileChoices.Dummy) => ElementAction.Dummy,
        _ when choices.HasFlag(ProfileChoices.Clear) => ElementAction.Clear,
        _ => ElementAction.Remove,
    };
}
