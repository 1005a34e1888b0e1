// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Identity.Spelling;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Deidentification.Rules;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Deidentification.Values;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing;

/// <summary>
/// Adapts the rule of a tag to the options of a request, once the element is known: its private block, whether it has
/// items, and whether it is in a sequence that is cleaned.
/// </summary>
internal sealed class OptionRules
{
    private static readonly ElementRule RemoveUnreadable = new(ElementAction.Remove, RuleReason.Unreadable);
    private static readonly ElementRule ClearUnreadable = new(ElementAction.Clear, RuleReason.Unreadable);
    private static readonly ElementRule Leave = new(ElementAction.Leave, RuleReason.Option);
    private static readonly ElementRule CleanText = new(ElementAction.Clean, RuleReason.Option);

    private readonly ConfidentialityOptions _options;
    private readonly SafePrivateList _safe;
    private readonly CleanedElements _cleaned;
    private readonly DateShift? _dates;
    private readonly DateRules _dateRules;
    private readonly TextCleaning _texts;

    /// <summary>The items of sequences that are retained or cleaned.</summary>
    private readonly HashSet<DicomDataset> _cleanedItems = [];

    /// <summary>The items of sequences that the request keeps with everything in them.</summary>
    private readonly HashSet<DicomDataset> _keptItems = [];

    /// <summary>Prepares the rules for a file, before the file is edited.</summary>
    /// <param name="request">The request.</param>
    /// <param name="root">The data set of the file.</param>
    /// <param name="texts">Decides which texts identify somebody.</param>
    public OptionRules(ModificationRequest request, DicomDataset root, TextCleaning texts)
    {
        _texts = texts;
        _options = request.Options;
        _safe = request.SafePrivate;
        _cleaned = new CleanedElements(request);
        _dates = request.DateShiftKey is { } key
            ? new DateShift(request.Host.DateShift.DaysOf(key, Subject.Of(root)))
            : null;
        _dateRules = new DateRules(_cleaned, texts, request);
    }

    /// <summary>Adapts the rule of an element to the options.</summary>
    /// <param name="rules">The rules for the element's place.</param>
    /// <param name="rule">The rule for its tag.</param>
    /// <param name="element">The element.</param>
    public ElementRule Refine(ElementRules rules, ElementRule rule, in DataElement element)
    {
        var isInKept = _keptItems.Contains(element.Dataset);
        var refined = isInKept ? OfKept(rules, new(ElementAction.Keep, RuleReason.Request), in element)
            : IsKept(rule, element.Tag) ? OfKept(rules, rule, in element)
            : OfPlace(rules, rule, in element);
        if (refined.Action == ElementAction.Leave && refined.Reason != RuleReason.Request)
        {
            refined = OfStaying(refined, in element);
        }

        if (element.Sequence is { } sequence)
        {
            var isInCleaned = _cleanedItems.Contains(element.Dataset);
            foreach (var item in sequence)
            {
                if (refined.Action == ElementAction.Keep)
                {
                    _keptItems.Add(item);
                }

                if (refined.Reason == RuleReason.Option
                    || (isInCleaned && (refined == default || refined.Action == ElementAction.Keep)))
                {
                    _cleanedItems.Add(item);
                }
            }
        }

        return refined;
    }

    /// <summary>The shifted dates of an element; null if a value is not a date of the calendar.</summary>
    public string? Shift(in DataElement element) =>
        ElementText.Text(in element, _cleaned.RepresentationOf(in element)) is { } dates ? _dates!.Apply(dates) : null;

    /// <summary>Text that stays must not name a person whose name is removed from the rest of the file.</summary>
    private ElementRule OfStaying(ElementRule rule, in DataElement element)
    {
        var vr = _cleaned.ReadAs(in element);
        var isNumber = CleanedElements.IsNumeric(vr);
        if (element.Tag.IsPrivate || !(isNumber || vr == DicomVR.UI || CleanedElements.IsWritten(vr))
            || !_texts.MaySayWho(in element, isTerm: isNumber || vr is DicomVR.CS or DicomVR.UI)
            || CodeItem.IsPublic(in element) || ElementText.Text(in element, OtherReading.DecodedAs(in element, vr)) is not { Length: > 0 } text
            || TermIdentity.AreOfFile(element.Tag, text))
        {
            return rule;
        }

        if (vr == DicomVR.UI)
        {
            return !OtherReading.IsPlain(in element) || _texts.IsMoreThanUids(text) ? ClearUnreadable : rule;
        }

        if (isNumber)
        {
            // A value in the format of a date is not somebody's number. A non-ASCII value is neither a number nor a date.
            return !(DateOrTime.Applies(vr) && DateOrTime.IsValid(text, vr))
                && (!OtherReading.IsPlain(in element) || _texts.IsMoreThanNumbers(text))
                    ? ClearUnreadable
                    : rule;
        }

        return _texts.SaysWho(in element, text) ? new(ElementAction.Clean, RuleReason.Identity) : rule;
    }

    private static bool IsKept(ElementRule rule, DicomTag tag) =>
        (rule.Reason == RuleReason.Request && rule.Action is ElementAction.Keep or ElementAction.Leave)

        // KeepPrivateTags keeps it.
        || (rule == default && tag.IsPrivateData);

    /// <summary>
    /// The rule of an element that the request keeps: it stays as it is, unless an option cleans it. If it cannot be
    /// cleaned or read, Keep is ignored.
    /// </summary>
    private ElementRule OfKept(ElementRules rules, ElementRule kept, in DataElement element)
    {
        if (_cleaned.IsShifted(in element))
        {
            return DateRules.OfShifted(rules, in element, _cleaned.RepresentationOf(in element));
        }

        var rule = rules.WithoutRequest(element.Tag);
        if (_cleaned.Include(in element))
        {
            return OfPlace(rules, rule, in element);
        }

        if (_cleanedItems.Contains(element.Dataset)
            && InCleaned(element.Tag.IsPrivate ? default : rule, in element) == CleanText)
        {
            return CleanText;
        }

        return IsUnreadableSequence(in element) && !element.Tag.IsPrivate ? RemoveUnreadable : kept;
    }

    /// <summary>The rule of an element by its place and, if it is private, by its creator.</summary>
    private ElementRule OfPlace(ElementRules rules, ElementRule rule, in DataElement element) => _dateRules.Refine(
        rules,
        rule.Reason == RuleReason.PrivateElement ? OfPrivate(rule, in element)
        : rule.Reason == RuleReason.Option ? OfNamed(rules, rule, in element)
        : _cleanedItems.Contains(element.Dataset) ? InCleaned(rule, in element)
        : rule, in element);

    private bool IsUnreadableSequence(in DataElement element) =>
        element.Sequence is null && element.Length > 0 && _cleaned.RepresentationOf(in element) == DicomVR.SQ;

    private ElementRule OfPrivate(ElementRule rule, in DataElement element)
    {
        if (!_options.HasFlag(ConfidentialityOptions.RetainSafePrivate)
            || element.Dataset.PrivateCreatorOf(element.Tag) is not { } creator
            || !_safe.TryGet(creator, in element, out var vr))
        {
            return rule;
        }

        // The table calls only the defined values safe, but a file may have others, and UIDs lead to the original.
        return vr == DicomVR.SQ ? (IsUnreadableSequence(in element) ? RemoveUnreadable : Leave)
            : element.Sequence is not null ? RemoveUnreadable
            : vr == DicomVR.UI && !_options.HasFlag(ConfidentialityOptions.RetainUIDs)
                ? new(ElementAction.MapUid, RuleReason.Option)
            : CleanedElements.IsWritten(vr) ? CleanText
            : Leave;
    }

    private ElementRule OfNamed(ElementRules rules, ElementRule rule, in DataElement element)
    {
        var vr = _cleaned.RepresentationOf(in element);
        if (vr == DicomVR.SQ)
        {
            return IsUnreadableSequence(in element) ? RemoveUnreadable : Leave;
        }

        if (_dates is not null && vr is DicomVR.DA or DicomVR.DT or DicomVR.TM)
        {
            // DateRules shifts the dates. A shift by whole days does not change times.
            return Leave;
        }

        // Overlays, curves and uninterpreted bytes cannot be cleaned.
        return element.Sequence is not null || (rule.Action == ElementAction.Clean && !CleanedElements.IsWritten(vr))
            ? rules.WithoutOptions(element.Tag)
            : rule;
    }

    /// <summary>
    /// The rule of an element in a cleaned sequence. Public code strings (CS) are not cleaned: they say what an item is,
    /// such as TEXT or CODE, and a patient may have such a name.
    /// </summary>
    private ElementRule InCleaned(ElementRule rule, in DataElement element) =>
        element.Sequence is null && (rule == default || IsContent(element.Tag))
        && _cleaned.RepresentationOf(in element) is var vr && CleanedElements.IsWritten(vr) && (vr != DicomVR.CS || element.Tag.IsPrivate)
            ? CleanText
            : rule;

    /// <summary>Text Value and Unformatted Text Value: the text of reports and annotations.</summary>
    private static bool IsContent(DicomTag tag) => tag.Value is 0x0040_A160 or 0x0070_0006;
}
