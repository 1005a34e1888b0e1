// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using CsCheck;
using OrthancDeid.Dicom;
using static OrthancDeid.Deidentification.Tests.Identity.Generated.GeneratedPeople;

namespace OrthancDeid.Deidentification.Tests.Identity.Generated;

/// <summary>An element of a generated file.</summary>
/// <param name="Tag">Its tag.</param>
/// <param name="VR">The VR that the file claims.</param>
/// <param name="Text">Its text.</param>
/// <param name="IsUnicode">Whether it is in UTF-8, whatever the file declares.</param>
/// <param name="Items">The items of a sequence; otherwise null.</param>
internal sealed record GeneratedElement(
    DicomTag Tag, DicomVR VR, string Text, bool IsUnicode = false, GeneratedElement[][]? Items = null)
{
    public override string ToString() => Items is null
        ? $"{Tag} {VR} \"{Text}\"{(IsUnicode ? " in UTF-8" : "")}"
        : $"{Tag} [{string.Join(" ; ", Items.Select(item => string.Join(", ", item.AsEnumerable())))}]";
}

/// <summary>A file in which any element may have any text.</summary>
/// <param name="CharacterSet">The character set that it declares.</param>
/// <param name="Elements">Its elements.</param>
internal sealed record GeneratedFile(string CharacterSet, GeneratedElement[] Elements)
{
    /// <summary>Elements for names, numbers, places and dates, and private ones.</summary>
    private static readonly DicomTag[] NameTags = Tags(0x0010_0010, 0x0010_1001, 0x0008_0090, 0x0008_1050, 0x0008_1070, 0x0040_A123, 0x0009_1010);
    private static readonly DicomTag[] IdTags = Tags(
        0x0010_0020, 0x0008_0050, 0x0020_0010, 0x0040_1001, 0x0018_1000, 0x0008_1010, 0x0010_1000, 0x0010_2154, 0x0040_0512, 0x0012_0040,
        0x0040_2010, 0x0008_1190);
    private static readonly DicomTag[] PlaceTags = Tags(0x0008_0080, 0x0008_0081, 0x0008_1040, 0x0032_1033, 0x0010_1040, 0x0010_2152);
    private static readonly DicomTag[] DayTags = Tags(0x0008_0020, 0x0008_0021, 0x0008_002A, 0x0018_1200, 0x0040_A121, 0x0008_0106, 0x0009_1011);
    private static readonly DicomTag[] PrivateTags = Tags(0x0009_1001, 0x0009_1002, 0x0029_1008, 0x0029_1009, 0x0019_100D, 0x0043_1027);

    private static readonly DicomTag[] Texts =
    [
        .. PublishedTables.Classes().Where(row => row.IsExact && row.Tag.Group is > 7 and < 0x6000 && row.Tag != DicomTag.SpecificCharacterSet).Select(row => row.Tag)
            .Where(tag => VROf(tag) is DicomVR.LO or DicomVR.SH or DicomVR.ST or DicomVR.LT or DicomVR.UT or DicomVR.UC
                or DicomVR.CS or DicomVR.AE or DicomVR.DS or DicomVR.IS or DicomVR.AS or DicomVR.UR or DicomVR.PN or DicomVR.DA
                or DicomVR.TM or DicomVR.DT or DicomVR.UI or DicomVR.US or DicomVR.FD),
    ];

    private static readonly DicomTag[] Labels = Tags(
        0x0008_1030, 0x0008_103E, 0x0020_4000, 0x0018_1030, 0x0018_9423, 0x3002_0002, 0x0062_0005, 0x300A_00C2, 0x0040_A160, 0x0070_0006,
        0x0008_2111, 0x0008_0008, 0x0018_0015, 0x0040_0254, 0x4008_010B, 0x0010_4000, 0x0032_4000, 0x0018_1210, 0x0008_0070);

    private static readonly string[] Neutral = ["CT", "head", "T1 axial", "short axis", "no fracture of", "seen", "512 x 512", "\u00FCber", "read by", "Fu\u00DF"];

    private static readonly DicomTag[] Sequences = Tags(
        0x0040_A730, 0x0008_1140, 0x0040_0275, 0x0070_0001, 0x0070_0008, 0x0009_1005, 0x0008_2218, 0x0040_A043, 0x0040_A168, 0x0062_0002,
        0x300A_00B0, 0x0008_0082, 0x0040_1101, 0x0400_0561, 0x0040_0555);

    private static readonly DicomVR[] Claimed =
        [DicomVR.UN, DicomVR.LO, DicomVR.UT, DicomVR.CS, DicomVR.SH, DicomVR.ST, DicomVR.PN, DicomVR.OB, DicomVR.DS, DicomVR.UI, DicomVR.AE];

    public override string ToString() => $"({CharacterSet}) {string.Join('\n', Elements.AsEnumerable())}";

    /// <summary>Any file.</summary>
    public static Gen<GeneratedFile> Any(Gen<string> texts) => Gen.Select(
        Of(CharacterSets), People().Array[0, 8], Any(texts, 0).Array[0, 12],
        (set, people, others) => new GeneratedFile(set, [.. people.Concat(others).DistinctBy(element => element.Tag)]));

    /// <summary>Text made of words that occur in many files.</summary>
    public static Gen<string> AnyText { get; } = Gen.Select(
        Gen.Frequency((6, Of(Words)), (2, Of(Names).Select(Written)), (1, Of(Ids)), (1, Of(Places)), (1, Of(Days)), (1, Of(Births))),
        Of(Gaps),
        (word, gap) => word + gap).Array[0, 8].Select(string.Concat);

    /// <summary>Text with something planted in it, among words that identify nobody.</summary>
    public static Gen<string> TextWith(string planted) => Gen.Select(
        Of(Neutral), Of([" ", " ", ", ", "/", ": ", "(", "\r\n", "_"]), Of([" ", " ", ", ", "/", ")", "\r\n", "_", "."]), Of(Neutral), Gen.Int[0, 3],
        (before, gap, next, after, kind) => kind switch
        {
            0 => planted,
            1 => before + gap + planted,
            2 => planted + next + after,
            _ => before + gap + planted + next + after,
        });

    /// <summary>Creates the file.</summary>
    public DicomFile Create()
    {
        var file = DicomFile.Create(TransferSyntax.ExplicitLittleEndian, TestHost.Settings.Reading);
        var root = file.Dataset.With(DicomTag.SpecificCharacterSet, DicomVR.CS, CharacterSet);
        Fill(root, Elements);
        foreach (var (tag, uid) in (ReadOnlySpan<(DicomTag, string)>)
            [(DicomTag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.2"), (DicomTag.SOPInstanceUID, Sample.Instance),
            (DicomTag.StudyInstanceUID, Sample.Study), (DicomTag.SeriesInstanceUID, Sample.Series)])
        {
            root.With(tag, DicomVR.UI, uid);
        }

        return file;
    }

    private static Gen<GeneratedElement> People() => Gen.Frequency(
        (4, Element(Of(NameTags), Of(Names))),
        (4, Element(Of(IdTags), Of(Ids))),
        (2, Element(Of(PlaceTags), Of(Places))),
        (1, Element(Gen.Const(new DicomTag(0x0010_0030)), Of(Births))),
        (2, Element(Of(DayTags), Of(Days))));

    private static Gen<GeneratedElement> Any(Gen<string> texts, int depth) => depth > 2
        ? Gen.Frequency((1, People()), (3, Element(Of(Labels), texts)), (3, Code(texts)))
        : Gen.Frequency(
            (4, Element(Of(Labels), texts)),
            (4, Element(Of(Texts), texts)),
            (1, Element(Of(PrivateTags), texts)),
            (1, People()),
            (2, Gen.Select(Of(Sequences), Item(texts, depth).Array[1, 2], (tag, items) => new GeneratedElement(tag, DicomVR.SQ, "", Items: items))));

    private static Gen<GeneratedElement[]> Item(Gen<string> texts, int depth) => Gen.Select(
        Any(texts, depth + 1).Array[0, 4], Code(texts).Array[0, 3],
        (elements, codes) => elements.Concat(codes).DistinctBy(element => element.Tag).ToArray());

    private static Gen<GeneratedElement> Code(Gen<string> texts) => Gen.Frequency(
        (1, Element(Gen.Const(new DicomTag(0x0008_0100)), Gen.Frequency((1, texts), (1, Of(Ids)), (1, Of(["121029", "121031", "T-D1100", "1"]))))),
        (2, Element(Gen.Const(new DicomTag(0x0008_0102)), Of(["DCM", "99ACME", "SCT", "SRT", "ACME", "L"]))),
        (2, Element(Gen.Const(new DicomTag(0x0008_0104)), texts)));

    private static Gen<GeneratedElement> Element(Gen<DicomTag> tags, Gen<string> texts) => Gen.Select(
        tags, texts, Gen.Int[0, 9], Of(Claimed), Gen.Int[0, 5],
        (tag, text, lie, claimed, unicode) => VROf(tag) is var vr && IsBinary(vr) && (lie > 0 || IsBinary(claimed))
                ? new(tag, vr, "") : new GeneratedElement(tag, lie == 0 ? claimed : vr, text, unicode == 0));

    private static string Written(string name) => name.Split('=')[^1].Replace('^', ' ');

    public static DicomVR VROf(DicomTag tag) =>
        tag.IsPrivate ? (tag.Element & 0xFF) switch { 0x10 => DicomVR.PN, 0x11 => DicomVR.DA, _ => DicomVR.LO }
        : ElementDictionary.Standard.TryGet(tag, out var entry) && entry.VR != DicomVR.None ? entry.VR : DicomVR.LO;

    /// <summary>A file is refused if bytes that cannot be cleaned spell a name.</summary>
    private static bool IsBinary(DicomVR vr) => vr is DicomVR.OB or DicomVR.OW or DicomVR.UN or DicomVR.US or DicomVR.FD;

    private static DicomTag[] Tags(params uint[] tags) => [.. tags.Select(tag => new DicomTag(tag))];

    private static void Fill(DicomDataset dataset, GeneratedElement[] elements)
    {
        foreach (var element in elements)
        {
            if (element.Tag.IsPrivate)
            {
                dataset.With(element.Tag.PrivateCreator, DicomVR.LO, element.Tag.Group switch
                {
                    0x0019 => "SIEMENS MR HEADER",
                    0x0043 => "GEMS_PARM_01",
                    0x0029 => "SIEMENS CSA HEADER",
                    _ => "ACME",
                });
            }

            if (element.Items is { } items)
            {
                foreach (var item in items)
                {
                    Fill(dataset.Item(element.Tag), item);
                }

                continue;
            }

            dataset.Set(element.Tag, element.VR, Encode(dataset, element));
        }
    }

    private static byte[] Encode(DicomDataset dataset, GeneratedElement element)
    {
        var bytes = element.IsUnicode || !dataset.CharacterSet.TryEncode(element.Text, DicomVR.LT, out var value)
            ? Encoding.UTF8.GetBytes(element.Text) : value;
        var longest = element.VR.MaximumLength();
        return bytes.Length > longest ? bytes[..(int)longest] : bytes;
    }
}
