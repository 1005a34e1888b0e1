// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text;
using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Hosts;

/// <summary>
/// The values that identify a patient, a study or its makers, in all files that were sent to the hosts of this run. None of
/// them may occur in a log or in an error.
/// </summary>
internal static class PatientData
{
    // Shorter values occur in any log by chance.
    private const int Shortest = 6;
    private const int Longest = 200;

    // The number of values that are searched for one by one before they are combined into one search.
    private const int MostRecent = 256;

    // UIDs such as SOP Classes, which identify nobody (PS3.5 section 9).
    private const string RootOfDicom = "1.2.840.10008.";

    // In addition to all names of persons and all elements of the patient's and clinical trials' groups. Descriptions and
    // names of devices are not included, because logs contain such words anyway.
    private static readonly HashSet<uint> Identifying =
    [
        0x0008_0018, // SOP Instance UID
        0x0008_0050, // Accession Number
        0x0008_0080, // Institution Name
        0x0008_0081, // Institution Address
        0x0008_0092, // Referring Physician's Address
        0x0008_0094, // Referring Physician's Telephone Numbers
        0x0008_1010, // Station Name
        0x0008_1040, // Institutional Department Name
        0x0008_1155, // Referenced SOP Instance UID
        0x0018_1000, // Device Serial Number
        0x0020_000D, // Study Instance UID
        0x0020_000E, // Series Instance UID
        0x0020_0010, // Study ID
        0x0020_0052, // Frame of Reference UID
        0x0040_2016, // Placer Order Number
        0x0040_2017, // Filler Order Number
    ];

    private static readonly HashSet<string> Values = new(StringComparer.OrdinalIgnoreCase);
    private static readonly List<string> Recent = [];
    private static readonly Lock Access = new();
    private static SearchValues<string> _earlier = SearchValues.Create([], StringComparison.OrdinalIgnoreCase);

    /// <summary>Adds the identifying values of a file; does nothing if the bytes are not a DICOM file.</summary>
    public static void AddOf(byte[] bytes)
    {
        DicomFile file;
        try
        {
            file = DicomFile.Parse(bytes);
        }
        catch (DicomFormatException)
        {
            return;
        }

        using (file)
        {
            foreach (var dataset in file.Dataset.SelfAndDescendants())
            {
                for (var index = 0; index < dataset.Count; index++)
                {
                    if (IsIdentifying(dataset[index]))
                    {
                        Add(dataset.GetText(dataset[index].Tag)!);
                        // As raw bytes, in case something ignores the character set.
                        Add(Encoding.Latin1.GetString(dataset[index].Value).Trim(' ', '\0'));
                    }
                }
            }
        }
    }

    /// <summary>Adds a value that is in none of these elements.</summary>
    public static void Add(string value)
    {
        // One file has a tag in place of the name, which any error about that tag contains.
        if (value.Length < Shortest || value.Any(char.IsControl) || DicomTag.TryParse(value.Trim('(', ')'), out _)
            || value.StartsWith(RootOfDicom, StringComparison.Ordinal))
        {
            return;
        }

        lock (Access)
        {
            if (!Values.Add(value))
            {
                return;
            }

            Recent.Add(value);
            if (Recent.Count > MostRecent)
            {
                Recent.Clear();
                _earlier = SearchValues.Create([.. Values], StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    /// <summary>The values that occur in a text as whole words, each with its line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="said">What the client itself sent, which an error may repeat.</param>
    public static IReadOnlyList<string> LeaksIn(string text, params IEnumerable<ReadOnlyMemory<byte>> said)
    {
        lock (Access)
        {
            var leaks = new List<string>();
            foreach (var place in Places(text).Distinct().Order())
            {
                foreach (var value in Values.Where(value => IsWord(text, place, value))
                    .Where(value => !said.Any(part => Encoding.UTF8.GetString(part.Span).Contains(
                        value, StringComparison.OrdinalIgnoreCase))))
                {
                    var line = text.LastIndexOf('\n', place) + 1;
                    var end = text.IndexOf('\n', place) is >= 0 and var next ? next : text.Length;
                    leaks.Add($"\"{value}\" stands in: {text[line..Math.Min(end, place + 200)]}");
                }
            }

            return leaks;
        }
    }

    private static IEnumerable<int> Places(string text)
    {
        for (var from = 0; text.AsSpan(from).IndexOfAny(_earlier) is >= 0 and var next; from += next + 1)
        {
            yield return from + next;
        }

        foreach (var value in Recent)
        {
            for (var from = 0; text.IndexOf(value, from, StringComparison.OrdinalIgnoreCase) is >= 0 and var next;
                from = next + 1)
            {
                yield return next;
            }
        }
    }

    private static bool IsWord(string text, int place, string value) =>
        string.Compare(text, place, value, 0, value.Length, StringComparison.OrdinalIgnoreCase) == 0
        && !IsPartOfWord(text, place - 1, place - 2)
        && !IsPartOfWord(text, place + value.Length, place + value.Length + 1);

    // A dot either continues a UID or ends a sentence.
    private static bool IsPartOfWord(string text, int place, int beyond) => IsLetterOrDigit(text, place)
        || (place >= 0 && place < text.Length && text[place] == '.' && IsLetterOrDigit(text, beyond));

    private static bool IsLetterOrDigit(string text, int place) =>
        place >= 0 && place < text.Length && char.IsAsciiLetterOrDigit(text[place]);

    private static bool IsIdentifying(DataElement element) =>
        element.Sequence is null && !element.IsEncapsulated && element.Length is >= Shortest and <= Longest
        && (element.VR is DicomVR.PN || element.Tag.Group is 0x0010 or 0x0012
            || Identifying.Contains(element.Tag.Value))
        && element.VR is not (DicomVR.CS or DicomVR.AS or DicomVR.DS or DicomVR.IS or DicomVR.TM)
        && element.VR.IsText();
}
