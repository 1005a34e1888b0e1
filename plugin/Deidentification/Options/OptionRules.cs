// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text;
using OrthancDeid.Deidentification.Cleaning;
using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Pseudonyms;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Options;

/// <summary>
/// What the options of a request make of the rules for a tag, once it is known what stands there: which private block
/// it is, whether it has items, and whether it stands in a sequence that is cleaned.
/// </summary>
internal sealed class OptionRules
{
    private static readonly ElementRule RemoveUnreadable = new(ElementAction.Remove, RuleReason.Unreadable);
    private static readonly ElementRule ClearUnreadable = new(ElementAction.Clear, RuleReason.Unreadable);
    private static readonly ElementRule Leave = new(ElementAction.Leave, RuleReason.Option);
    private static readonly ElementRule CleanText = new(ElementAction.Clean, RuleReason.Option);
    private static readonly ElementRule ShiftDate = new(ElementAction.ShiftDate, RuleReason.Option);

    /// <summary>What bytes that mean nothing in a character set are read as.</summary>
    private const char Meaningless = '\uFFFD';

    /// <summary>A shorter number is that of somebody by chance.</summary>
    private const int ShortestNumber = 8;

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789+-.eE ");

    private readonly ConfidentialityOptions _options;
    private readonly CleanedElements _cleaned;
    private readonly TextCleaner _cleaner = new();
    private readonly DateShift? _dates;
    private readonly ConfidentialityProfile? _profile;
    private readonly bool _removesUnreadable;

    /// <summary>What is left of the text of the element that was refined last, if it is cleaned though it stays.</summary>
    private string? _remains;

    /// <summary>The items of sequences that are retained or cleaned.</summary>
    private readonly HashSet<DicomDataset> _cleanedItems = [];

    /// <summary>The items of sequences that the request keeps with all that is in them.</summary>
    private readonly HashSet<DicomDataset> _keptItems = [];

    /// <summary>Reads what identifies somebody in a file, before anything is taken from it.</summary>
    public OptionRules(ModificationRequest request, DicomDataset root)
    {
        _options = request.Options;
        _cleaned = new CleanedElements(request);
        _profile = request.Profile;
        _removesUnreadable = request.Unreadable == UnreadableText.Remove;
        IdentifyingWords.Collect(root, request, _cleaner);
        _dates = request.DateShiftKey is { } key
            ? new DateShift(request.Host.DateShift.DaysOf(key, Subject.Of(root)))
            : null;
    }

    /// <summary>The rule of an element.</summary>
    /// <param name="rules">The rules of the place it stands in.</param>
    /// <param name="rule">Its rule by its tag.</param>
    /// <param name="element">The element.</param>
    public ElementRule Refine(ElementRules rules, ElementRule rule, in DataElement element)
    {
        var isInKept = _keptItems.Contains(element.Dataset);
        var refined = isInKept ? OfKept(rules, new(ElementAction.Keep, RuleReason.Request), in element)
            : IsKept(rule, element.Tag) ? OfKept(rules, rule, in element)
            : OfPlace(rules, rule, in element);
        _remains = null;
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

    /// <summary>The dates of an element, shifted; null if it has no dates of the calendar.</summary>
    public string? Shift(in DataElement element) =>
        ElementText.Text(in element, _cleaned.RepresentationOf(in element)) is { } dates ? _dates!.Apply(dates) : null;

    /// <summary>The text of an element without what identifies somebody; null if that leaves it as it is.</summary>
    /// <exception cref="RequestException">
    /// The text, or a name that may stand in it, cannot be read, so nobody can say what it holds.
    /// </exception>
    public string? Clean(in DataElement element)
    {
        if (_remains is not null)
        {
            return _remains;
        }

        var vr = TextRepresentationOf(in element);
        var text = element.Length > int.MaxValue
            ? null
            : element.Dataset.CharacterSet.Decode(element.Value, vr).Trim(' ', '\0');
        if (CodeItem.IsPublic(in element))
        {
            return null;
        }

        var other = OtherReading.Of(in element, vr);
        if (text is null || (other is null && text.Contains(Meaningless, StringComparison.Ordinal)))
        {
            return Unreadable($"the text of ({element.Tag}) cannot be read, so it cannot be cleaned");
        }

        if (text.Length > 0 && _cleaner.Unreadable is { } tag)
        {
            return Unreadable($"({tag}) cannot be read, so it cannot be taken out of the text of ({element.Tag})");
        }

        var cleaned = Cleaned(in element, vr, text, other);
        return cleaned == text ? null : cleaned;
    }

    /// <summary>The VR that text is written in.</summary>
    public DicomVR TextRepresentationOf(in DataElement element) =>
        _cleaned.RepresentationOf(in element) is var vr && CleanedElements.IsWritten(vr) ? vr : DicomVR.LO;

    /// <summary>Nothing is left of what nobody can read, or nothing is made of the file.</summary>
    private string Unreadable(string reason) => _removesUnreadable
        ? string.Empty
        : throw new RequestException(RequestFault.Refused, $"Member \"Options\": {reason}");

    /// <summary>The text without what identifies somebody, in each of its readings; the same if it has nothing.</summary>
    private string Cleaned(in DataElement element, DicomVR vr, string text, string? other)
    {
        if (other is not null && Cleaned(in element, vr, other) is var left && left != other)
        {
            // Its bytes mean the same as before, and they are read as the file says.
            var declared = element.Dataset.CharacterSet;
            var read = declared.Decode(Encoding.UTF8.GetBytes(left), vr);
            text = declared == SpecificCharacterSet.Default || read.Contains(Meaningless, StringComparison.Ordinal)
                ? left
                : read;
        }

        var cleaned = Cleaned(in element, vr, text);
        return cleaned != text && cleaned.Contains(Meaningless, StringComparison.Ordinal) ? string.Empty : cleaned;
    }

    private string Cleaned(in DataElement element, DicomVR vr, string text)
    {
        if (CodeItem.HoldsCode(in element))
        {
            // A number in a code is one of the code, but the whole of it may be one that a site gave somebody.
            return _cleaner.IsWord(text) ? string.Empty : _cleaner.CleanOfPersons(text);
        }

        return vr == DicomVR.CS && !element.Tag.IsPrivate ? _cleaner.CleanTerms(text)
            : IsRetained(element.Tag) ? _cleaner.CleanOfPersons(text)
            : _cleaner.Clean(text);
    }

    private bool IsRetained(DicomTag tag) => _profile?.OptionActionFor(tag, _options) == OptionAction.Retain;

    /// <summary>What stays as text says nothing of whom the rest of the file no longer names.</summary>
    private ElementRule OfStaying(ElementRule rule, in DataElement element)
    {
        var vr = _cleaned.RepresentationOf(in element);
        var isNumber = vr is DicomVR.AS or DicomVR.DS or DicomVR.IS;
        if (element.Tag.IsPrivate || !(isNumber || CleanedElements.IsWritten(vr)) || TermIdentity.IsOfFile(element.Tag)
            || CodeItem.IsPublic(in element) || ElementText.Text(in element, vr) is not { Length: > 0 } text)
        {
            return rule;
        }

        if (isNumber)
        {
            return HoldsOther(text) ? ClearUnreadable : rule;
        }

        var cleaned = Cleaned(in element, vr, text, OtherReading.Of(in element, vr));
        if (cleaned == text)
        {
            return rule;
        }

        _remains = cleaned;
        return new(ElementAction.Clean, RuleReason.Identity);
    }

    /// <summary>Whether there is more in numbers than numbers, or the number of somebody.</summary>
    private bool HoldsOther(string numbers) => Array.Exists(
        numbers.Split('\\'),
        number => number.AsSpan().ContainsAnyExcept(NumberCharacters)
            ? _cleaner.Clean(number) != number
            : number.Length >= ShortestNumber && _cleaner.IsWord(number));

    private static bool IsKept(ElementRule rule, DicomTag tag) =>
        (rule.Reason == RuleReason.Request && rule.Action is ElementAction.Keep or ElementAction.Leave)

        // By KeepPrivateTags.
        || (rule == default && tag.IsPrivateData);

    /// <summary>
    /// The rule of an element that the request keeps: it stays as it is, but for what an option cleans. What of that
    /// cannot be cleaned, or not looked into, becomes what it would be without Keep.
    /// </summary>
    private ElementRule OfKept(ElementRules rules, ElementRule kept, in DataElement element)
    {
        if (_cleaned.IsShifted(in element))
        {
            return ShiftDate;
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

    /// <summary>The rule of an element by where it stands, and by its creator.</summary>
    private ElementRule OfPlace(ElementRules rules, ElementRule rule, in DataElement element) => OfDate(
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
            || !SafePrivateElements.TryGet(creator, element.Tag, out var vr))
        {
            return rule;
        }

        // Safe is what the table says of values, not what else somebody wrote there: UIDs lead to the original.
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
            // Whole days leave the time as it is.
            return Leave;
        }

        // Nobody can tell what is drawn in overlays and curves, or stands in bytes without a meaning.
        return element.Sequence is not null || (rule.Action == ElementAction.Clean && !CleanedElements.IsWritten(vr))
            ? rules.WithoutOptions(element.Tag)
            : rule;
    }

    /// <summary>
    /// Whatever date stays would tell by how much the others were shifted. Of what the request does not keep, other
    /// text than dates and times may be a name.
    /// </summary>
    private ElementRule OfDate(ElementRule rule, in DataElement element)
    {
        var vr = _cleaned.RepresentationOf(in element);
        if (rule.Action != ElementAction.Leave || rule.Reason == RuleReason.Request || element.Sequence is not null
            || !DateOrTime.Applies(vr) || (rule == default && element.Tag.IsPrivate))
        {
            return rule;
        }

        return _dates is not null && DateShift.Applies(vr) ? ShiftDate
            : ElementText.Text(in element, vr) is { } text && DateOrTime.IsValid(text, vr) ? rule
            : ClearUnreadable;
    }

    /// <summary>Terms (CS) say what the item is, such as TEXT and CODE, and a patient may be called so.</summary>
    private ElementRule InCleaned(ElementRule rule, in DataElement element) =>
        element.Sequence is null && (rule == default || IsContent(element.Tag))
        && _cleaned.RepresentationOf(in element) is var vr && CleanedElements.IsWritten(vr) && (vr != DicomVR.CS || element.Tag.IsPrivate)
            ? CleanText
            : rule;

    /// <summary>Text Value and Unformatted Text Value: what a report and an annotation say.</summary>
    private static bool IsContent(DicomTag tag) => tag.Value is 0x0040_A160 or 0x0070_0006;
}
