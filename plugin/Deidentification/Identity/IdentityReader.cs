// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Text;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Rules;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Identity;

/// <summary>
/// Reads, in one walk, all elements of an instance that say who somebody is, at every depth, see
/// <see cref="IdentitySources"/>. Nothing is decoded here, because the instances of a series usually differ only in their
/// UIDs.
/// </summary>
internal sealed class IdentityReader
{
    private const int DigitsOfDate = 8;

    private static readonly DicomTag[] NewOnes =
        [DicomTag.PatientName, DicomTag.PatientID, DicomTag.AccessionNumber, DicomTag.StudyID];

    private readonly ModificationRequest _request;
    private readonly IdentitySources _sources;
    private readonly CleanedElements _cleaned;
    private readonly DistinctBytes _distinct = new();
    private readonly List<IdentityValue> _values = [];
    private readonly List<DataElement> _codes = [];

    private IdentityReader(KnownIdentities identities)
    {
        _request = identities.Rules.Request;
        _sources = identities.Sources;
        _cleaned = new CleanedElements(_request);
    }

    /// <summary>The elements, except UIDs; only the first of those with the same content.</summary>
    public IReadOnlyList<IdentityValue> Values => _values;

    /// <summary>The codes of public schemes, and their meanings.</summary>
    public IReadOnlyList<DataElement> Codes => _codes;

    /// <summary>The UIDs.</summary>
    public OwnUids Uids { get; } = new();

    /// <summary>The original values of the names and numbers that an edit replaces by new ones.</summary>
    public HashSet<(DicomTag Tag, string Text)> Originals { get; } = [];

    /// <summary>
    /// Everything that was read except the UIDs. It is the same for two instances only if their identity is.
    /// </summary>
    public ReadOnlySpan<byte> Key => _distinct.All;

    /// <summary>Reads an instance, before it is edited.</summary>
    /// <param name="root">The instance.</param>
    /// <param name="identities">Knows what will be done to it.</param>
    /// <param name="related">What is known from elsewhere about the same patient and study; null for nothing.</param>
    public static IdentityReader Read(DicomDataset root, KnownIdentities identities, RelatedValues? related = null)
    {
        var reader = new IdentityReader(identities);
        var pending = new Stack<(DicomDataset Dataset, bool IsGone)>();
        pending.Push((root, false));
        while (pending.TryPop(out var place))
        {
            foreach (var element in place.Dataset)
            {
                if (element.Sequence is { } sequence)
                {
                    var isGone = place.IsGone || reader._sources.IsGone(in element);
                    foreach (var item in sequence)
                    {
                        pending.Push((item, isGone));
                    }
                }
                else if (element.Length > 0)
                {
                    reader.AddOriginal(in element);
                    reader.Read(in element, place.IsGone);
                }
            }
        }

        if (related is not null)
        {
            // These are not originals: the host may report values that an earlier edit gave to another instance.
            foreach (var element in related.ToDataset(reader._request.Host.Reading))
            {
                reader.Read(in element, isGone: false);
            }
        }

        return reader;
    }

    /// <summary>The names and numbers that an edit replaces by new ones, at any depth.</summary>
    public static ReadOnlySpan<DicomTag> Renewed => NewOnes;

    /// <summary>Whether an edit replaces a name or a number by a new one.</summary>
    public static bool IsRenewed(DicomTag tag) => Renewed.Contains(tag);

    private void AddOriginal(in DataElement element)
    {
        if (IsRenewed(element.Tag) && ElementText.Text(in element, DicomVR.LO) is { } original)
        {
            Originals.Add((element.Tag, original));
        }
    }

    private void Read(in DataElement element, bool isGone)
    {
        var source = _sources.Of(in element, isGone);
        switch (source)
        {
            case IdentitySource.None when CodeItem.IsValueOrMeaning(element.Tag) && CodeItem.IsPublic(in element):
                if (IsNew(in element, source, isSpared: false))
                {
                    _codes.Add(element);
                }

                break;
            case IdentitySource.None:
                break;
            case IdentitySource.Uid:
                var uids = ElementText.Text(in element, DicomVR.UI);
                Uids.Add(uids, IsSpared(in element));
                if (UniqueIdentifier.HasOthers((uids ?? string.Empty).Replace('\\', '.')))
                {
                    AddIfNew(in element, source);
                }

                break;
            default:
                AddIfNew(in element, source);
                break;
        }
    }

    private void AddIfNew(in DataElement element, IdentitySource source)
    {
        var isSpared = IsSpared(in element);
        if (source == IdentitySource.Date && DayOf(in element) is { Length: > 0 } day
            ? _distinct.Add([(byte)source, isSpared ? (byte)1 : (byte)0, .. day])
            : IsNew(in element, source, isSpared))
        {
            _values.Add(new(element, source, isSpared));
        }
    }

    private bool IsSpared(in DataElement element) =>
        (_request.Keeps(element.Tag) || _request.KeepsPrivate(in element)) && !_cleaned.Include(in element);

    private bool IsNew(in DataElement element, IdentitySource source, bool isSpared)
    {
        // Fragments hold no text.
        ReadOnlySpan<byte> value = element.IsEncapsulated ? [] : element.Value;
        var isPlain = Ascii.IsValid(value) && !value.Contains((byte)'\e');
        Span<byte> head = stackalloc byte[(2 * sizeof(uint)) + sizeof(int) + 2];
        BinaryPrimitives.WriteUInt32LittleEndian(head, element.Tag.Value);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], value.Length);
        head[8] = (byte)source;
        head[9] = (byte)((isSpared ? 1 : 0) | (isPlain ? 2 : 0));

        // The sequence decides whether a code is that of a person or of an institution.
        BinaryPrimitives.WriteUInt32LittleEndian(
            head[10..], source == IdentitySource.Code ? element.Dataset.Parent!.Tag.Value : 0);
        return _distinct.Add(
            head, value, isPlain ? [] : Encoding.ASCII.GetBytes(element.Dataset.CharacterSet.Terms));
    }

    /// <summary>
    /// The day of a date or time, which many elements with different times share; empty if there is no single day.
    /// </summary>
    private static ReadOnlySpan<byte> DayOf(in DataElement element)
    {
        if (element.IsEncapsulated || element.Length is < DigitsOfDate or > ushort.MaxValue)
        {
            return [];
        }

        var value = element.Value;
        return value[..DigitsOfDate].ContainsAnyExceptInRange((byte)'0', (byte)'9') || value.Contains((byte)'\\')
            || !Ascii.IsValid(value)
            ? []
            : value[..DigitsOfDate];
    }
}
