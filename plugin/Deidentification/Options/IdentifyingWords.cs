// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Options;

/// <summary>
/// What in an instance says who the patient, the study and the staff are: names in any PN element, identifiers, dates
/// of birth, addresses, telephone numbers, and the institution, at every depth.
/// </summary>
internal static class IdentifyingWords
{
    /// <summary>A number of fewer digits identifies nobody, and may be any number in a text.</summary>
    private const int ShortestNumber = 3;

    /// <summary>Of an address or an institution, shorter words are prepositions and numbers of houses.</summary>
    private const int ShortestPlace = 4;

    /// <summary>The digits of a telephone number without country and area.</summary>
    private const int LocalNumber = 7;

    private static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ];

    /// <summary>What takes the words of an instance out of its texts.</summary>
    public static TextCleaner In(DicomDataset root, ElementDictionary dictionary, ConfidentialityOptions options)
    {
        var cleaner = new TextCleaner();
        foreach (var dataset in root.SelfAndDescendants())
        {
            for (var i = 0; i < dataset.Count; i++)
            {
                Add(cleaner, dataset[i], dictionary, options);
            }
        }

        return cleaner;
    }

    private static void Add(
        TextCleaner cleaner, in DataElement element, ElementDictionary dictionary, ConfidentialityOptions options)
    {
        var vr = dictionary.TryGet(element.Tag, out var entry) && !element.Tag.IsPrivate ? entry.VR : element.VR;
        if (vr == DicomVR.PN)
        {
            AddEach(cleaner, element, vr, AddName);
            return;
        }

        switch (element.Tag.Value)
        {
            // Patient, other patients, accession, study, admission, service episode, orders, procedures, steps; trials.
            case 0x0010_0020 or 0x0010_1000 or 0x0010_1090 or 0x0010_0021 or 0x0008_0050 or 0x0020_0010 or 0x0038_0010
                or 0x0038_0060 or 0x0040_2016 or 0x0040_2017 or 0x0040_2006 or 0x0040_2007 or 0x0040_1001 or 0x0040_0009
                or 0x0040_0253 or 0x0012_0040 or 0x0012_0042:
                AddEach(cleaner, element, DicomVR.LO, AddIdentifier);
                break;
            case 0x0020_000D or 0x0020_000E or 0x0008_0018 or 0x0008_1155
                when !options.HasFlag(ConfidentialityOptions.RetainUIDs):
                AddEach(cleaner, element, DicomVR.UI, AddIdentifier);
                break;
            case 0x0010_0030 or 0x0010_0033 or 0x0010_0034:
                AddEach(cleaner, element, DicomVR.DA, AddDate);
                break;
            case 0x0010_2154 or 0x0008_0094 or 0x0040_1103:
                AddEach(cleaner, element, DicomVR.SH, AddNumber);
                break;

            // Addresses of patient and physicians, where the patient lives.
            case 0x0010_1040 or 0x0008_0092 or 0x0038_0400 or 0x0038_0300 or 0x0040_1102:
                AddEach(cleaner, element, DicomVR.LO, AddPlace);
                break;
            case 0x0008_0080 or 0x0008_0081 or 0x0008_1040 or 0x0040_1101
                when !options.HasFlag(ConfidentialityOptions.RetainInstitutionIdentity):
                AddEach(cleaner, element, DicomVR.LO, AddPlace);
                break;
        }
    }

    private static void AddEach(
        TextCleaner cleaner, in DataElement element, DicomVR vr, Action<TextCleaner, string> add)
    {
        foreach (var value in (ElementText.Text(in element, vr) ?? string.Empty).Split('\\'))
        {
            add(cleaner, value);
        }
    }

    /// <summary>A name in up to three scripts (PS3.5 6.2.1): its parts, and how they are written as one.</summary>
    private static void AddName(TextCleaner cleaner, string name)
    {
        foreach (var spelt in new[] { name, WithoutUmlauts(name) })
        {
            foreach (var group in spelt.Split('='))
            {
                AddNameParts(cleaner, group);
            }
        }
    }

    private static void AddNameParts(TextCleaner cleaner, string name)
    {
        cleaner.Add(name);
        var components = name.Split('^');

        // The last two are titles, which many people have.
        foreach (var component in components.Take(3))
        {
            cleaner.Add(component);
            foreach (var part in component.Split(
                [' ', '-', ',', '.', '\'', '_'], StringSplitOptions.RemoveEmptyEntries))
            {
                cleaner.Add(part);
            }
        }

        if (components is [{ Length: > 0 } family, { Length: > 0 } given, ..])
        {
            cleaner.Add(family + given);
            cleaner.Add(given + family);
            cleaner.Add(family + given[0]);
            cleaner.Add(given[0] + family);
        }
    }

    /// <summary>As those write who have no umlauts on their keyboard.</summary>
    private static string WithoutUmlauts(string name) => name
        .Replace("ä", "ae", StringComparison.OrdinalIgnoreCase)
        .Replace("ö", "oe", StringComparison.OrdinalIgnoreCase)
        .Replace("ü", "ue", StringComparison.OrdinalIgnoreCase);

    private static void AddIdentifier(TextCleaner cleaner, string identifier)
    {
        if (identifier.Count(char.IsLetterOrDigit) >= ShortestNumber || identifier.Count(char.IsLetter) > 1)
        {
            cleaner.Add(identifier);
        }
    }

    private static void AddNumber(TextCleaner cleaner, string number)
    {
        AddIdentifier(cleaner, number);
        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        if (digits.Length >= LocalNumber)
        {
            cleaner.Add(digits[^LocalNumber..]);
        }
    }

    private static void AddPlace(TextCleaner cleaner, string place)
    {
        AddIdentifier(cleaner, place);
        foreach (var part in place.Split(
            [' ', ',', ';', '\r', '\n', '^', '/', '-'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Length >= ShortestPlace)
            {
                cleaner.Add(part);
            }
        }
    }

    /// <summary>A date as people write it, in any order, with and without zeros and centuries.</summary>
    private static void AddDate(TextCleaner cleaner, string date)
    {
        // With points, as ACR-NEMA wrote them (PS3.5 6.2).
        var digits = date.Replace(".", string.Empty, StringComparison.Ordinal);
        if (!DateOnly.TryParseExact(digits, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            AddIdentifier(cleaner, date);
            return;
        }

        var month = Months[day.Month - 1];
        var fullYear = day.ToString("yyyy", CultureInfo.InvariantCulture);
        foreach (var year in new[] { fullYear, fullYear[2..] })
        {
            foreach (var format in new[] { "D2", "D1" })
            {
                var d = day.Day.ToString(format, CultureInfo.InvariantCulture);
                var m = day.Month.ToString(format, CultureInfo.InvariantCulture);
                foreach (var written in new[] { m, month, month[..3] })
                {
                    cleaner.Add(year + written + d);
                    cleaner.Add(d + written + year);
                    cleaner.Add(written + d + year);
                }
            }
        }
    }
}
