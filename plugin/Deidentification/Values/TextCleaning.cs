// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using OrthancDeid.Deidentification.Cleaning;
using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Options;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values;

/// <summary>
/// Takes what identifies somebody in a file out of its texts. What that is, it reads from the file when the first text
/// is to be cleaned, so it must be asked before anything is taken from the file; a file without such a text costs nothing.
/// </summary>
/// <param name="request">What is done to the file.</param>
/// <param name="identity">What identifies somebody in the file.</param>
internal sealed class TextCleaning(ModificationRequest request, Lazy<CollectedIdentity> identity)
{
    /// <summary>No text that stays is longer. In bytes.</summary>
    private const int LongestStaying = 0xFFFE;

    /// <summary>A shorter number is that of somebody by chance.</summary>
    private const int ShortestNumber = 8;

    private readonly CleanedElements _cleaned = new(request);
    private TextCleaner? _cleaner;

    private TextCleaner Cleaner => _cleaner ??= new TextCleaner(
        identity.Value, areDatesShifted: request.AreDatesShifted);

    /// <summary>The dates that no text may hold.</summary>
    public DateFinder Dates => Cleaner.Dates;

    /// <summary>The text of an element without what identifies somebody; null if that leaves it as it is.</summary>
    /// <param name="element">The element.</param>
    /// <param name="isAsked">
    /// Whether an option of the request asks for the text. If not, text that nobody can read becomes empty: a label is no
    /// reason to refuse a file.
    /// </param>
    /// <exception cref="RequestException">
    /// The text that an option asks for, or a name that may stand in it, cannot be read, so nobody can say what it holds.
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
                isAsked, $"({tag}) cannot be read, so it cannot be taken out of the text of ({element.Tag})");
        }

        var cleaned = Cleaned(in element, vr, text, other);
        return cleaned == text ? null : cleaned;
    }

    /// <summary>Whether a text may say who somebody is, seen from its bytes: most do not.</summary>
    /// <param name="element">The element.</param>
    /// <param name="isTerm">Whether it holds terms or numbers.</param>
    public bool MaySayWho(in DataElement element, bool isTerm) => element.Length is > 0 and <= LongestStaying
        && IsPlain(in element) && Cleaner.MayHold(element.Value, isTerm);

    /// <summary>Whether a text that stays says something of whom the rest of the file no longer names.</summary>
    /// <param name="element">The element.</param>
    /// <param name="text">Its text.</param>
    public bool SaysWho(in DataElement element, string text)
    {
        var vr = RepresentationOf(in element);
        return Cleaned(in element, vr, text, OtherReading.Of(in element, vr)) != text;
    }

    /// <summary>Whether there is more in numbers than numbers, or the number of somebody.</summary>
    public bool IsMoreThanNumbers(string numbers) =>
        Cleaner.IsEscaped(numbers) || Array.Exists(numbers.Split('\\'), number => !IsNumber(number) ? Cleaner.Clean(number) != number
            : number.Length >= ShortestNumber
                && (Cleaner.IsWord(number) || Cleaner.IsWord(number.TrimStart('0')) || (CalendarDate.TryParse(number, out var date) && Cleaner.Dates.IsBirth(date))));

    /// <summary>Whether UIDs that stay say who somebody is, or are no UIDs and say so.</summary>
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

    /// <summary>Null if there is none.</summary>
    private static string? TextOf(in DataElement element, DicomVR vr) =>
        element.Length > int.MaxValue || element.Sequence is not null
            ? null
            : element.Dataset.CharacterSet.Decode(element.Value, OtherReading.DecodedAs(in element, vr)).Trim(' ', '\0');

    /// <summary>Nothing is left of what nobody can read, or nothing is made of the file.</summary>
    private string Unreadable(bool isAsked, string reason) => !isAsked || request.Unreadable == UnreadableText.Remove
        ? string.Empty
        : throw new RequestException(RequestFault.Refused, $"Member \"Options\": {reason}");

    /// <summary>The text without what identifies somebody, in each of its readings; the same if it has nothing.</summary>
    private string Cleaned(in DataElement element, DicomVR vr, string text, string? other)
    {
        if (other is not null && Cleaned(in element, vr, other) is var left && left != other)
        {
            // Its bytes mean the same as before, and they are read as the file says.
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
            // A number in a code is one of the code, but the whole of it may be one that a site gave somebody.
            return Cleaner.IsWord(text) || Cleaner.CleanOfPersons(text) is var code && Cleaner.IsWord(code) ? string.Empty : code;
        }

        return vr == DicomVR.CS && !element.Tag.IsPrivate ? Cleaner.CleanTerms(text)
            : IsRetained(element.Tag) ? Cleaner.CleanOfPersons(text)
            : Cleaner.Clean(text);
    }

    private bool IsRetained(DicomTag tag) =>
        request.Profile?.OptionActionFor(tag, request.Options) == OptionAction.Retain;
}
