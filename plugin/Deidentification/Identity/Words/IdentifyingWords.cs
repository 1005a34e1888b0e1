// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity.Dates;
using OrthancDeid.Deidentification.Identity.Spelling;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Identity.Words;

/// <summary>
/// The words by which an instance says who the patient, the study and the staff are, as people write them: see
/// <see cref="IdentityReader"/>.
/// </summary>
internal sealed class IdentifyingWords
{
    private const string Mail = "mailto:";

    private readonly CodedTerms _terms;
    private readonly IIdentityCollector _collector;
    private readonly NameWords _names;

    private IdentifyingWords(IdentityReader reader, IIdentityCollector collector)
    {
        // All codes are read first, since names are compared with their words.
        _terms = new CodedTerms(reader.Codes);
        _collector = collector;
        _names = new NameWords(collector, _terms);
    }

    /// <summary>Passes the words of an instance to a collector, except UIDs.</summary>
    /// <param name="reader">The elements that say who somebody is.</param>
    /// <param name="collector">Collects the words.</param>
    public static void Collect(IdentityReader reader, IIdentityCollector collector)
    {
        var words = new IdentifyingWords(reader, collector);
        foreach (var value in reader.Values)
        {
            words.Collect(in value);
        }
    }

    private void Collect(in IdentityValue value)
    {
        switch (value.Source)
        {
            case IdentitySource.Name:
                AddEach(in value, DicomVR.PN, AddName);
                break;
            case IdentitySource.MainNumber:
                AddEach(in value, DicomVR.LO, number => AddIdentifier(number, isMain: true));
                break;
            case IdentitySource.Number:
                AddEach(in value, DicomVR.LO, number => AddIdentifier(number));
                break;
            case IdentitySource.Device:
                AddEach(
                    in value,
                    DicomVR.LO,
                    id => NumberWords.Collect(_collector, IdentityKind.Device, id, isMain: false));
                break;
            case IdentitySource.Place:
                AddEach(in value, DicomVR.LO, AddPlace);
                break;
            case IdentitySource.Contact:
                AddEach(in value, DicomVR.LO, AddContact);
                break;
            case IdentitySource.Url:
                AddEach(in value, DicomVR.LO, AddUrl);
                break;
            case IdentitySource.Uid:
                AddEach(in value, DicomVR.UI, AddOther);
                break;
            case IdentitySource.Birth:
                AddEach(in value, DicomVR.LO, AddBirthDate);
                break;
            case IdentitySource.Date:
                AddEach(in value, DicomVR.DT, AddDate);
                break;
            case IdentitySource.Code:
                AddCode(in value, value.Element.Dataset.Parent!.Tag == CodeItem.Persons);
                break;
        }
    }

    private void AddEach(in IdentityValue value, DicomVR vr, Action<string> add)
    {
        var element = value.Element;
        var text = ElementText.Text(in element, vr) ?? string.Empty;
        var other = OtherReading.Of(in element, vr);
        _collector.Begin(in value, !text.Contains(ElementText.Meaningless, StringComparison.Ordinal) || other is not null);
        foreach (var reading in OtherReading.IsTheOnlyOne(in element, text, other) ? [other] : (string?[])[text, other])
        {
            foreach (var each in reading?.Split('\\') ?? [])
            {
                if (!Placeholder.StandsForNothing(each))
                {
                    add(each);
                }
            }
        }
    }

    /// <summary>Codes of persons and institutions identify as much as names do.</summary>
    private void AddCode(in IdentityValue value, bool isOfPerson) => AddEach(
        in value,
        DicomVR.LO,
        value.Element.Tag.Value != 0x0008_0104 ? code => AddIdentifier(code) : isOfPerson ? AddName : AddPlace);

    private void AddName(string name)
    {
        if (name.Contains('@', StringComparison.Ordinal))
        {
            AddUrl(name);
        }

        _names.Collect(name);
    }

    private void AddPlace(string place) => PlaceWords.Collect(_collector, place, _terms);

    private void AddContact(string text) => NumberWords.CollectTelephones(_collector, text);

    private void AddUrl(string url)
    {
        if (url.StartsWith(Mail, StringComparison.OrdinalIgnoreCase))
        {
            AddContact(url[Mail.Length..]);
        }
        else
        {
            AddIdentifier(url);
        }
    }

    /// <summary>A value with characters that no UID has is not a UID, but it may be any other identifier.</summary>
    private void AddOther(string uid)
    {
        if (UniqueIdentifier.HasOthers(uid))
        {
            AddIdentifier(uid);
        }
    }

    private void AddIdentifier(string identifier, bool isMain = false) =>
        NumberWords.Collect(_collector, IdentityKind.Identifier, identifier, isMain);

    private void AddBirthDate(string text)
    {
        if (!CalendarDate.TryParse(text, out var date))
        {
            AddIdentifier(text);
        }
        else if (!Placeholder.IsBirth(date))
        {
            _collector.Add(date, isBirth: true);
        }
    }

    /// <summary>Any other date: one that stays in text would reveal the shift of the others.</summary>
    private void AddDate(string text)
    {
        if (CalendarDate.TryParse(text, out var date))
        {
            _collector.Add(date, isBirth: false);
        }
    }
}
