// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Options;
using OrthancDeid.Deidentification.Rules;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Cleaning;

/// <summary>
/// What in an instance says who the patient, the study and the staff are: names in any PN element, identifiers, dates
/// of birth, addresses, telephone numbers, and the institution, at every depth; and the dates and devices that no
/// option retains.
/// </summary>
internal sealed class IdentifyingWords
{
    private readonly ElementDictionary _dictionary;
    private readonly ConfidentialityOptions _options;
    private readonly CodedTerms _terms = new();
    private readonly IIdentityCollector _collector;
    private readonly NameWords _names;

    private IdentifyingWords(ModificationRequest request, IIdentityCollector collector)
    {
        _dictionary = request.Host.Dictionary;
        _options = request.Options;
        _collector = collector;
        _names = new NameWords(collector, _terms);
    }

    /// <summary>Tells a collector of the words of an instance.</summary>
    /// <param name="root">The instance.</param>
    /// <param name="request">What is going to be retained.</param>
    /// <param name="collector">Takes the words.</param>
    public static void Collect(DicomDataset root, ModificationRequest request, IIdentityCollector collector)
    {
        var words = new IdentifyingWords(request, collector);
        foreach (var dataset in root.SelfAndDescendants())
        {
            foreach (var element in dataset)
            {
                words._terms.Read(in element);
            }
        }

        foreach (var dataset in root.SelfAndDescendants())
        {
            foreach (var element in dataset)
            {
                words.Collect(in element);
            }
        }
    }

    private void Collect(in DataElement element)
    {
        var tag = element.Tag;
        var vr = _dictionary.TryGet(tag, out var entry) && !tag.IsPrivate ? entry.VR : element.VR;
        if (vr == DicomVR.PN)
        {
            AddEach(in element, vr, _names.Collect);
            return;
        }

        switch (tag.Value)
        {
            // Patient and accession.
            case 0x0010_0020 or 0x0008_0050:
                AddEach(in element, DicomVR.LO, number => AddIdentifier(number, isMain: true));
                break;

            // Other patients, study, admission, service episode, orders, procedures, steps; trials.
            case 0x0010_1000 or 0x0010_1090 or 0x0010_0021 or 0x0020_0010 or 0x0038_0010 or 0x0038_0060 or 0x0040_2016
                or 0x0040_2017 or 0x0040_2006 or 0x0040_2007 or 0x0040_1001 or 0x0040_0009 or 0x0040_0253 or 0x0012_0040
                or 0x0012_0042:
                AddEach(in element, DicomVR.LO, number => AddIdentifier(number));
                break;
            case 0x0020_000D or 0x0020_000E or 0x0008_0018 or 0x0008_1155
                when !Retains(ConfidentialityOptions.RetainUIDs):
                AddEach(in element, DicomVR.UI, AddUid);
                break;
            case 0x0010_0030 or 0x0010_0033 or 0x0010_0034:
                AddEach(in element, DicomVR.LO, AddBirthDate);
                break;

            // How to reach the patient, the referring physician, other persons, and who gave the order.
            case 0x0010_2154 or 0x0010_2155 or 0x0008_0094 or 0x0040_1103 or 0x0040_1104 or 0x0040_2010 or 0x0040_2011:
                AddEach(in element, DicomVR.LO, text => NumberWords.CollectTelephones(_collector, text));
                break;

            // Addresses of patient and physicians, where the patient lives, who asked.
            case 0x0010_1040 or 0x0008_0092 or 0x0038_0400 or 0x0038_0300 or 0x0040_1102 or 0x0032_1033:
                AddEach(in element, DicomVR.LO, place => PlaceWords.Collect(_collector, place, _terms));
                break;
            case 0x0008_0080 or 0x0008_0081 or 0x0008_1040
                when !Retains(ConfidentialityOptions.RetainInstitutionIdentity):
                AddEach(in element, DicomVR.LO, place => PlaceWords.Collect(_collector, place, _terms));
                break;
            case 0x0008_0100 or 0x0008_0104 or 0x0008_0119 when element.Dataset.Parent is { } codes:
                AddCode(in element, codes.Tag);
                break;

            // Stations, serial numbers, plates, generators, cassettes, gantries, detectors, and the titles of stations.
            case 0x0008_0055 or 0x0008_1010 or 0x0018_1000 or 0x0018_1003 or 0x0018_1004 or 0x0018_1005 or 0x0018_1007
                or 0x0018_1008 or 0x0018_1009 or 0x0018_700A or 0x0018_9367 or 0x0018_9371 or 0x0020_3401
                or 0x0040_0001 or 0x0040_0010 or 0x0040_0241 or 0x0040_0242 or 0x3008_0105 or 0x300A_00B2
                when !Retains(ConfidentialityOptions.RetainDeviceIdentity):
                AddEach(
                    in element,
                    DicomVR.LO,
                    id => NumberWords.Collect(_collector, IdentityKind.Device, id, isMain: false));
                break;
            default:
                if (vr is DicomVR.DA or DicomVR.DT && !Retains(ConfidentialityOptions.RetainLongitudinalFullDates)
                    && AttributeClasses.ThatSays(tag) != AttributeClass.StandardTime)
                {
                    AddEach(in element, vr, AddDate);
                }

                break;
        }
    }

    private bool Retains(ConfidentialityOptions option) => _options.HasFlag(option);

    private void AddEach(in DataElement element, DicomVR vr, Action<string> add)
    {
        var text = ElementText.Text(in element, vr) ?? string.Empty;
        var other = OtherReading.Of(in element, vr);
        _collector.Begin(in element, !text.Contains('\uFFFD', StringComparison.Ordinal) || other is not null);
        foreach (var value in text.Split('\\').Concat(other?.Split('\\') ?? []))
        {
            add(value);
        }
    }

    /// <summary>The codes of persons and of institutions say as much as names.</summary>
    private void AddCode(in DataElement element, DicomTag sequence)
    {
        var isMeaning = element.Tag.Value == 0x0008_0104;
        if (sequence == CodeItem.Persons)
        {
            AddEach(
                in element,
                DicomVR.LO,
                isMeaning ? _names.Collect : code => AddIdentifier(code));
        }
        else if (sequence == CodeItem.Institutions && !Retains(ConfidentialityOptions.RetainInstitutionIdentity))
        {
            AddEach(
                in element,
                DicomVR.LO,
                isMeaning ? place => PlaceWords.Collect(_collector, place, _terms) : code => AddIdentifier(code));
        }
    }

    /// <summary>What the standard calls so is no instance of anybody (PS3.6 A).</summary>
    private void AddIdentifier(string identifier, bool isMain = false) =>
        NumberWords.Collect(_collector, IdentityKind.Identifier, identifier, isMain);

    private void AddUid(string uid)
    {
        if (!UniqueIdentifier.IsOfStandard(uid))
        {
            _collector.Add(IdentityKind.Uid, uid);
        }
    }

    private void AddBirthDate(string text)
    {
        if (CalendarDate.TryParse(text, out var date))
        {
            _collector.Add(date, isBirth: true);
        }
        else
        {
            AddIdentifier(text);
        }
    }

    /// <summary>Any other date: one that is left in text would tell the shift of those of the elements.</summary>
    private void AddDate(string text)
    {
        if (CalendarDate.TryParse(text, out var date))
        {
            _collector.Add(date, isBirth: false);
        }
    }
}
