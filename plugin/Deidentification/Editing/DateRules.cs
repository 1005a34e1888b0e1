// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Identity.Dates;
using OrthancDeid.Deidentification.Identity.Words;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Rules;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Deidentification.Values;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing;

/// <summary>
/// What the options of a request do with dates and times, depending on what they are dates of, and with what reports say
/// about the patient.
/// </summary>
/// <param name="cleaned">What the options clean.</param>
/// <param name="texts">Knows the dates of the file.</param>
/// <param name="request">The request.</param>
internal sealed class DateRules(CleanedElements cleaned, TextCleaning texts, ModificationRequest request)
{
    /// <summary>The rule that shifts a date.</summary>
    private static readonly ElementRule Shift = new(ElementAction.ShiftDate, RuleReason.Option);

    private static readonly ElementRule ClearUnreadable = new(ElementAction.Clear, RuleReason.Unreadable);

    private readonly bool _areShifted = request.AreDatesShifted;

    /// <summary>Null until the first value that may contain a date.</summary>
    private DateValues? _values;

    private DateValues Values => _values ??= new(texts.Dates.Whole);

    private ElementRule Nothing => new(request.IsConformant ? ElementAction.Dummy : ElementAction.Clear, RuleReason.Identity);

    /// <summary>The rule of an element.</summary>
    /// <param name="rules">The rules for the element's place.</param>
    /// <param name="rule">Its rule so far.</param>
    /// <param name="element">The element.</param>
    public ElementRule Refine(ElementRules rules, ElementRule rule, in DataElement element)
    {
        if (rule.Reason == RuleReason.Request || (rule == default && element.Tag.IsPrivate))
        {
            return rule;
        }

        var vr = cleaned.RepresentationOf(in element);
        var isTime = DateOrTime.Applies(vr) && element.Sequence is null;
        if (rule.Action is ElementAction.Leave or ElementAction.Clean && IsOfSubject(in element))
        {
            // A measurement without a value has no items (PS3.3 C.18.1).
            return isTime ? rules.WithoutDates(element.Tag)
                : new(
                    vr == DicomVR.SQ && element.Tag != SubjectContents.ConceptCode ? ElementAction.Clear : ElementAction.Dummy,
                    RuleReason.Identity);
        }

        return isTime ? OfTime(rules, rule, in element, vr)
            : _areShifted && rule.Action == ElementAction.Leave && Values.AreIn(in element, vr) ? Nothing
            : rule;
    }

    /// <summary>
    /// The rule of a date or time. Any date of the patient's care that stays would reveal the shift. Text that is not a
    /// date or time may be a name, unless the request keeps it.
    /// </summary>
    private ElementRule OfTime(ElementRules rules, ElementRule rule, in DataElement element, DicomVR vr)
    {
        if (rule.Action != ElementAction.Leave)
        {
            return rule;
        }

        var kind = AttributeClasses.ThatSays(element.Tag);
        if (kind == AttributeClass.BirthTime || IsBirth(in element, vr))
        {
            return rules.WithoutDates(element.Tag);
        }

        return _areShifted && DateShift.Applies(vr) && kind != AttributeClass.StandardTime ? OfShifted(rules, in element, vr)
            : ElementText.Text(in element, vr) is { } text && DateOrTime.IsValid(text, vr) ? rule
            : ClearUnreadable;
    }

    /// <summary>
    /// Whether an element that can hold any date contains a date of birth. Other elements keep a date that equals it: a
    /// child that is examined on the day of its birth keeps the date of the study.
    /// </summary>
    private bool IsBirth(in DataElement element, DicomVR vr)
    {
        if (!DateShift.Applies(vr) || !(element.Tag.IsPrivate || HoldsAny(element.Tag)))
        {
            return false;
        }

        foreach (var value in (ElementText.Text(in element, vr) ?? string.Empty).Split('\\'))
        {
            if (CalendarDate.TryParse(value, out var date) && texts.Dates.IsBirth(date))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The rule of a date that is shifted with the others. A placeholder goes: everybody knows what it was before, so it
    /// would reveal the shift of all.
    /// </summary>
    public static ElementRule OfShifted(ElementRules rules, in DataElement element, DicomVR vr)
    {
        foreach (var value in (ElementText.Text(in element, vr) ?? string.Empty).Split('\\', '-'))
        {
            if (CalendarDate.TryParse(value.Trim(), out var date) && Placeholder.IsDate(date))
            {
                return rules.WithoutDates(element.Tag);
            }
        }

        return Shift;
    }

    /// <summary>Date Time and Date of content items, and values of selectors.</summary>
    private static bool HoldsAny(DicomTag tag) => tag.Value is 0x0040_A120 or 0x0040_A121 or 0x0072_0061 or 0x0072_0063;

    private bool IsOfSubject(in DataElement element) => SubjectContents.Of(in element) switch
    {
        SubjectContent.Identity => true,
        SubjectContent.Characteristic => !request.Options.HasFlag(ConfidentialityOptions.RetainPatientCharacteristics),
        _ => false,
    };
}
