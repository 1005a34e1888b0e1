// SPDX-License-Identifier: GPL-3.0-or-later

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

    /// <summary>Tells a collector of the words of an instance.</summary>
    public static void Collect(
        DicomDataset root, ElementDictionary dictionary, ConfidentialityOptions options, IIdentityCollector collector)
    {
        foreach (var dataset in root.SelfAndDescendants())
        {
            for (var i = 0; i < dataset.Count; i++)
            {
                var element = dataset[i];
                Collect(collector, in element, dictionary, options);
            }
        }
    }

    private static void Collect(
        IIdentityCollector collector, in DataElement element, ElementDictionary dictionary, ConfidentialityOptions options)
    {
        var vr = dictionary.TryGet(element.Tag, out var entry) && !element.Tag.IsPrivate ? entry.VR : element.VR;
        if (vr == DicomVR.PN)
        {
            AddEach(collector, in element, vr, AddName);
            return;
        }

        switch (element.Tag.Value)
        {
            // Patient, other patients, accession, study, admission, service episode, orders, procedures, steps; trials.
            case 0x0010_0020 or 0x0010_1000 or 0x0010_1090 or 0x0010_0021 or 0x0008_0050 or 0x0020_0010 or 0x0038_0010
                or 0x0038_0060 or 0x0040_2016 or 0x0040_2017 or 0x0040_2006 or 0x0040_2007 or 0x0040_1001 or 0x0040_0009
                or 0x0040_0253 or 0x0012_0040 or 0x0012_0042:
                AddEach(collector, in element, DicomVR.LO, AddIdentifier);
                break;
            case 0x0020_000D or 0x0020_000E or 0x0008_0018 or 0x0008_1155
                when !options.HasFlag(ConfidentialityOptions.RetainUIDs):
                AddEach(collector, in element, DicomVR.UI, AddUid);
                break;
            case 0x0010_0030 or 0x0010_0033 or 0x0010_0034:
                AddEach(collector, in element, DicomVR.DA, AddBirthDate);
                break;
            case 0x0010_2154 or 0x0008_0094 or 0x0040_1103:
                AddEach(collector, in element, DicomVR.SH, AddNumber);
                break;

            // Addresses of patient and physicians, where the patient lives.
            case 0x0010_1040 or 0x0008_0092 or 0x0038_0400 or 0x0038_0300 or 0x0040_1102:
                AddEach(collector, in element, DicomVR.LO, AddPlace);
                break;
            case 0x0008_0080 or 0x0008_0081 or 0x0008_1040 or 0x0040_1101
                when !options.HasFlag(ConfidentialityOptions.RetainInstitutionIdentity):
                AddEach(collector, in element, DicomVR.LO, AddPlace);
                break;

            // Stations, serial numbers, plates, generators, cassettes, gantries, detectors, and the titles of stations.
            case 0x0008_0055 or 0x0008_1010 or 0x0018_1000 or 0x0018_1003 or 0x0018_1004 or 0x0018_1005 or 0x0018_1007
                or 0x0018_1008 or 0x0018_1009 or 0x0018_700A or 0x0018_9367 or 0x0018_9371 or 0x0020_3401
                or 0x0040_0001 or 0x0040_0010 or 0x0040_0241 or 0x0040_0242 or 0x3008_0105 or 0x300A_00B2
                when !options.HasFlag(ConfidentialityOptions.RetainDeviceIdentity):
                AddEach(collector, in element, DicomVR.LO, AddDevice);
                break;
            default:
                if (vr is DicomVR.DA or DicomVR.DT && !options.HasFlag(ConfidentialityOptions.RetainLongitudinalFullDates))
                {
                    AddEach(collector, in element, vr, AddDate);
                }

                break;
        }
    }

    private static void AddEach(
        IIdentityCollector collector, in DataElement element, DicomVR vr, Action<IIdentityCollector, string> add)
    {
        collector.Begin(in element);
        foreach (var value in (ElementText.Text(in element, vr) ?? string.Empty).Split('\\'))
        {
            add(collector, value);
        }
    }

    /// <summary>A name in up to three scripts (PS3.5 6.2.1): its parts, and how they are written as one.</summary>
    private static void AddName(IIdentityCollector collector, string name)
    {
        foreach (var spelt in new[] { name, WithoutUmlauts(name) })
        {
            foreach (var group in spelt.Split('='))
            {
                AddNameParts(collector, group);
            }
        }
    }

    private static void AddNameParts(IIdentityCollector collector, string name)
    {
        collector.Add(IdentityKind.Name, name);
        var components = name.Split('^');

        // The last two are titles, which many people have.
        foreach (var component in components.Take(3))
        {
            collector.Add(IdentityKind.PartOfName, component);
            foreach (var part in component.Split(
                [' ', '-', ',', '.', '\'', '_'], StringSplitOptions.RemoveEmptyEntries))
            {
                collector.Add(IdentityKind.PartOfName, part);
            }
        }

        if (components is [{ Length: > 0 } family, { Length: > 0 } given, ..])
        {
            collector.Add(IdentityKind.Name, family + given);
            collector.Add(IdentityKind.Name, given + family);
            collector.Add(IdentityKind.PartOfName, family + given[0]);
            collector.Add(IdentityKind.PartOfName, given[0] + family);
        }
    }

    /// <summary>As those write who have no umlauts on their keyboard.</summary>
    private static string WithoutUmlauts(string name) => name
        .Replace("ä", "ae", StringComparison.OrdinalIgnoreCase)
        .Replace("ö", "oe", StringComparison.OrdinalIgnoreCase)
        .Replace("ü", "ue", StringComparison.OrdinalIgnoreCase);

    private static void AddIdentifier(IIdentityCollector collector, string identifier)
    {
        if (identifier.Count(char.IsLetterOrDigit) >= ShortestNumber || identifier.Count(char.IsLetter) > 1)
        {
            collector.Add(IdentityKind.Identifier, identifier);
        }
    }

    private static void AddUid(IIdentityCollector collector, string uid) => collector.Add(IdentityKind.Uid, uid);

    private static void AddNumber(IIdentityCollector collector, string number)
    {
        AddIdentifier(collector, number);
        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        if (digits.Length >= LocalNumber)
        {
            collector.Add(IdentityKind.Identifier, digits[^LocalNumber..]);
        }
    }

    private static void AddPlace(IIdentityCollector collector, string place)
    {
        collector.Add(IdentityKind.Place, place);
        foreach (var part in place.Split(
            [' ', ',', ';', '\r', '\n', '^', '/', '-'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Length >= ShortestPlace)
            {
                collector.Add(IdentityKind.PartOfPlace, part);
            }
        }
    }

    private static void AddBirthDate(IIdentityCollector collector, string text)
    {
        if (CalendarDate.TryParse(text, out var date))
        {
            collector.Add(date, isBirth: true);
        }
        else
        {
            AddIdentifier(collector, text);
        }
    }

    /// <summary>Any other date: one that is left in text would say by how much those of the elements are shifted.</summary>
    private static void AddDate(IIdentityCollector collector, string text)
    {
        if (CalendarDate.TryParse(text, out var date))
        {
            collector.Add(date, isBirth: false);
        }
    }

    private static void AddDevice(IIdentityCollector collector, string identifier)
    {
        if (identifier.Count(char.IsLetterOrDigit) >= ShortestNumber)
        {
            collector.Add(IdentityKind.Device, identifier);
        }
    }
}
