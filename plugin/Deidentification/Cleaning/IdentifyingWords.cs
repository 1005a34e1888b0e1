// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Cleaning;

/// <summary>
/// What in an instance says who the patient, the study and the staff are, at every depth: see
/// <see cref="IdentitySources"/>.
/// </summary>
internal sealed class IdentifyingWords
{
    private const string OfStandard = "1.2.840.10008.";
    private const string Mail = "mailto:";

    private readonly IdentitySources _sources;
    private readonly CodedTerms _terms = new();
    private readonly IIdentityCollector _collector;
    private readonly NameWords _names;
    private readonly List<(DataElement Element, IdentitySource Source)> _elements = [];

    private IdentifyingWords(ModificationPlan plan, IIdentityCollector collector)
    {
        _sources = new IdentitySources(plan);
        _collector = collector;
        _names = new NameWords(collector, _terms);
    }

    /// <summary>Tells a collector of the words of an instance.</summary>
    /// <param name="root">The instance.</param>
    /// <param name="plan">What is going to be done to it.</param>
    /// <param name="collector">Takes the words.</param>
    public static void Collect(DicomDataset root, ModificationPlan plan, IIdentityCollector collector)
    {
        var words = new IdentifyingWords(plan, collector);
        words.Read(root);
        foreach (var (element, source) in words._elements)
        {
            words.Collect(in element, source);
        }
    }

    /// <summary>All codes are read before any name is told from a word of theirs.</summary>
    private void Read(DicomDataset root)
    {
        var pending = new Stack<(DicomDataset Dataset, bool IsGone)>();
        pending.Push((root, false));
        while (pending.TryPop(out var place))
        {
            foreach (var element in place.Dataset)
            {
                if (element.Sequence is { } sequence)
                {
                    var isGone = place.IsGone || _sources.IsGone(in element);
                    foreach (var item in sequence)
                    {
                        pending.Push((item, isGone));
                    }

                    continue;
                }

                _terms.Read(in element);
                if (element.Length > 0 && _sources.Of(in element, place.IsGone) is not IdentitySource.None and var source)
                {
                    _elements.Add((element, source));
                }
            }
        }
    }

    private void Collect(in DataElement element, IdentitySource source)
    {
        switch (source)
        {
            case IdentitySource.Name:
                AddEach(in element, DicomVR.PN, AddName);
                break;
            case IdentitySource.MainNumber:
                AddEach(in element, DicomVR.LO, number => AddIdentifier(number, isMain: true));
                break;
            case IdentitySource.Number:
                AddEach(in element, DicomVR.LO, number => AddIdentifier(number));
                break;
            case IdentitySource.Device:
                AddEach(
                    in element,
                    DicomVR.LO,
                    id => NumberWords.Collect(_collector, IdentityKind.Device, id, isMain: false));
                break;
            case IdentitySource.Place:
                AddEach(in element, DicomVR.LO, AddPlace);
                break;
            case IdentitySource.Contact:
                AddEach(in element, DicomVR.LO, AddContact);
                break;
            case IdentitySource.Url:
                AddEach(in element, DicomVR.LO, AddUrl);
                break;
            case IdentitySource.Uid:
                AddEach(in element, DicomVR.UI, AddUid);
                break;
            case IdentitySource.Birth:
                AddEach(in element, DicomVR.LO, AddBirthDate);
                break;
            case IdentitySource.Date:
                AddEach(in element, DicomVR.DT, AddDate);
                break;
            case IdentitySource.Code:
                AddCode(in element, element.Dataset.Parent!.Tag == CodeItem.Persons);
                break;
        }
    }

    private void AddEach(in DataElement element, DicomVR vr, Action<string> add)
    {
        var text = ElementText.Text(in element, vr) ?? string.Empty;
        var other = OtherReading.Of(in element, vr);
        _collector.Begin(in element, !text.Contains('\uFFFD', StringComparison.Ordinal) || other is not null);
        foreach (var reading in OtherReading.IsTheOnlyOne(in element, text, other) ? [other] : (string?[])[text, other])
        {
            foreach (var value in reading?.Split('\\') ?? [])
            {
                add(value);
            }
        }
    }

    /// <summary>The codes of persons and of institutions say as much as names.</summary>
    private void AddCode(in DataElement element, bool isOfPerson) => AddEach(
        in element,
        DicomVR.LO,
        element.Tag.Value != 0x0008_0104 ? code => AddIdentifier(code) : isOfPerson ? AddName : AddPlace);

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

    /// <summary>What the standard calls so is no instance of anybody (PS3.6 A).</summary>
    private void AddUid(string uid)
    {
        if (UniqueIdentifier.HasOthers(uid))
        {
            AddIdentifier(uid);
        }
        else if (!uid.StartsWith(OfStandard, StringComparison.Ordinal))
        {
            _collector.Add(IdentityKind.Uid, uid);
        }
    }

    private void AddIdentifier(string identifier, bool isMain = false) =>
        NumberWords.Collect(_collector, IdentityKind.Identifier, identifier, isMain);

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
