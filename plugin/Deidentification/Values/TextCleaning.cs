// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Identity.Dates;
using OrthancDeid.Deidentification.Identity.Spelling;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Rules;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values;

/// <summary>
/// Removes what identifies somebody in a file from its texts. It collects this from the file when it meets the first text,
/// so it must be called before the file is edited. A file without such a text costs nothing.
/// </summary>
/// <param name="request">What is done to the file.</param>
/// <param name="identity">What identifies somebody in the file.</param>
internal sealed class TextCleaning(ModificationRequest request, Lazy<CollectedIdentity> identity)
{
    /// <summary>The longest text in bytes that stays.</summary>
    private const int LongestStaying = 0xFFFE;

    /// <summary>A shorter number may be equal by chance.</summary>
    private const int ShortestNumber = 8;

    private readonly CleanedElements _cleaned = new(request);
    private TextCleaner? _cleaner;

    private TextCleaner Cleaner => _cleaner ??= new TextCleaner(
        identity.Value, areDatesShifted: request.AreDatesShifted);

    /// <summary>The dates that no text must contain.</summary>
    public DateFinder Dates => Cleaner.Dates;

    /// <summary>The cleaned text of an element; null if it does not change.</summary>
    /// <param name="element">The element.</param>
    /// <param name="isAsked">
    /// Whether an option of the request asks for the text. If not, unreadable text is emptied: a label is no reason to
    /// refuse a file.
    /// </param>
    /// <exception cref="RequestException">
    /// The text that an option asks for, or a name that may be in it, cannot be read.
    /// </exception>
    public string? Clean(in DataElement element, bool isAsked)
    {
        if (element.Length == 0 || CodeItem.IsPublic(in element)
            || (Cleaner.Unreadable is null && IsPlain(in element) && !Cleaner.MayHold(element.Value, isTerm: false)))
        {
            return null;
        }

        var vr = RepresentationOf(in element);
        var other = OtherReading.Of(in element, vr);
        if (TextOf(in element, vr) is not { } text || (other is null && text.Contains(ElementText.Meaningless, StringComparison.Ordinal)))
        {
            return Unreadable(isAsked, $"the text of ({element.Tag}) cannot be read, so it cannot be cleaned");
        }

        if (text.Length > 0 && Cleaner.Unreadable is { } tag)
        {
            return Unreadable(
                isAsked, $"({tag}) cannot be read, so its value cannot be removed from the text of ({element.Tag})");
        }

        var cleaned = Cleaned(in element, vr, text, other);
        return cleaned == text ? null : cleaned;
    }

    /// <summary>Whether a text may identify somebody, judged by its bytes: most do not.</summary>
    /// <param name="element">The element.</param>
    /// <param name="isTerm">Whether it holds terms or numbers.</param>
    public bool MaySayWho(in DataElement element, bool isTerm) => element.Length is > 0 and <= LongestStaying
        && IsPlain(in element) && Cleaner.MayHold(element.Value, isTerm);

    /// <summary>Whether a text that stays identifies somebody whom the rest of the file no longer names.</summary>
    /// <param name="element">The element.</param>
    /// <param name="text">Its text.</param>
    public bool SaysWho(in DataElement element, string text)
    {
        var vr = RepresentationOf(in element);
        return Cleaned(in element, vr, text, OtherReading.Of(in element, vr)) != text;
    }

    /// <summary>Whether numbers contain other text, or the number of somebody.</summary>
    public bool IsMoreThanNumbers(string numbers) =>
        Cleaner.IsEscaped(numbers) || Array.Exists(numbers.Split('\\'), number => !IsNumber(number) ? Cleaner.Clean(number) != number
            : number.Length >= ShortestNumber
                && (Cleaner.IsWord(number) || Cleaner.IsWord(number.TrimStart('0')) || (CalendarDate.TryParse(number, out var date) && Cleaner.Dates.IsBirth(date))));

    /// <summary>Whether UIDs that stay identify somebody, or are other text that does.</summary>
    public bool IsMoreThanUids(string uids) => Cleaner.IsEscaped(uids) || Array.Exists(
        uids.Split('\\'), uid => UniqueIdentifier.HasOthers(uid) ? Cleaner.Clean(uid) != uid : Cleaner.IsWord(uid));

    /// <summary>The VR that text is written in.</summary>
    public DicomVR RepresentationOf(in DataElement element) =>
        _cleaned.RepresentationOf(in element) is var vr && CleanedElements.IsWritten(vr) ? vr : DicomVR.LO;

    private static bool IsNumber(string text) =>
        text.Length == 0 || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>Whether the bytes of an element can be looked at as text.</summary>
    private static bool IsPlain(in DataElement element) =>
        element.Length <= int.MaxValue && !element.IsEncapsulated && element.Sequence is null;

    /// <summary>The text of an element; null if it has none.</summary>
    private static string? TextOf(in DataElement element, DicomVR vr) =>
        element.Length > int.MaxValue || element.Sequence is not null
            ? null
            : ElementText.Decode(in element, OtherReading.DecodedAs(in element, vr));

    /// <summary>Empties unreadable text, or lets the file fail.</summary>
    private string Unreadable(bool isAsked, string reason) => !isAsked || request.Unreadable == UnreadableText.Remove
        ? string.Empty
        : throw new RequestException(RequestFault.Refused, $"Member \"Options\": {reason}");

    /// <summary>
    /// The text without what identifies somebody, in each of its readings; the same object if it has nothing.
    /// </summary>
    private string Cleaned(in DataElement element, DicomVR vr, string text, string? other)
    {
        if (other is not null && Cleaned(in element, vr, other) is var left && left != other)
        {
            // The UTF-8 bytes are decoded as the file declares, so that encoding the text writes the same bytes.
            var declared = element.Dataset.CharacterSet;
            var read = declared.Decode(Encoding.UTF8.GetBytes(left), OtherReading.DecodedAs(in element, vr));
            text = declared == SpecificCharacterSet.Default || read.Contains(ElementText.Meaningless, StringComparison.Ordinal)
                ? left
                : read;
        }

        var cleaned = Cleaned(in element, vr, text);
        return cleaned != text && cleaned.Contains(ElementText.Meaningless, StringComparison.Ordinal) ? string.Empty : cleaned;
    }

    private string Cleaned(in DataElement element, DicomVR vr, string text)
    {
        if (CodeItem.HoldsCode(in element))
        {
            // A number inside a code belongs to the code, but the whole code may be a number that a site gave somebody.
            return Cleaner.IsWord(text) || Cleaner.CleanOfPersons(text) is var code && Cleaner.IsWord(code) ? string.Empty : code;
        }

        return vr == DicomVR.CS && !element.Tag.IsPrivate ? Cleaner.CleanTerms(text)
            : IsRetained(element.Tag) ? Cleaner.CleanOfPersons(text)
            : Cleaner.Clean(text);
    }

    private bool IsRetained(DicomTag tag) =>
        request.Profile?.OptionActionFor(tag, request.Options) == OptionAction.Retain;
}
