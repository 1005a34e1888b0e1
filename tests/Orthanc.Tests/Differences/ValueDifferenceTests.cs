// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Differences;

/// <summary>
/// The deliberate differences of the plugin in single values. Each row shows what a running built-in 1.13.0 makes of an
/// element, and what the plugin makes of it in each host.
/// </summary>
internal sealed class ValueDifferenceTests(OrthancVersion version) : VersionFixture(version)
{
    private const string Anonymize = "anonymize";
    private const string Modify = "modify";
    private const string BadFormat = "400/15";

    /// <summary>A difference in one element.</summary>
    /// <param name="Name">What it is about.</param>
    /// <param name="Operation"><c>anonymize</c> or <c>modify</c>.</param>
    /// <param name="Body">The request.</param>
    /// <param name="Path">The element to look at.</param>
    /// <param name="BuiltIn">What the built-in makes of it: the element, or HttpStatus/OrthancStatus.</param>
    /// <param name="Plugin">What the plugin makes of it.</param>
    internal sealed record Row(
        string Name, string Operation, string Body, string Path, string BuiltIn, string Plugin)
    {
        /// <summary>The changes to the usual sample file.</summary>
        public Action<DicomDataset>? File { get; init; }

        /// <inheritdoc/>
        public override string ToString() => Name;
    }

    private static IEnumerable<Row> Rows() =>
        [.. Names(), .. Refused(), .. Texts(), .. CharacterSets(), .. Untouched()];

    private static IEnumerable<Row> Names() =>
    [
        new("too few digits", Modify, Replace("10,10", "x"), "0010,0010", "PN \"x\"", "400/27"),
        new("too many digits", Modify, Replace("0010,00100", "x"), "0010,0100", "UN \"x\"", "400/27"),
        new("a retired keyword", Modify, Replace("TransformLabel", "x"), "0028,0400", "none", "LO \"x\""),
        new("a retired keyword meant for a private element", Modify, Replace("TransformLabel", "x"), "0047,009c",
            "UN \"x\"", "none"),
        new("a private creator", Modify, Replace("0009,0010", "MAKER"), "0009,0010", "UN \"MAKER\"", "LO \"MAKER\""),
        new("the block of another creator", Modify,
            """{"Replace": {"0009,1001": "mine"}, "PrivateCreator": "MINE"}""", "0009,1001", "UN \"mine\"",
            "LO \"theirs\"")
        {
            File = dataset => dataset
                .With(0x0009_0010, DicomVR.LO, "OTHER").With(0x0009_1001, DicomVR.LO, "theirs"),
        },
        new("a list for the method", Anonymize, """{"Replace": {"DeidentificationMethod": ["x"]}}""", "0012,0063",
            "500/-1", "400/5"),
    ];

    private static IEnumerable<Row> Refused() =>
    [
        new("US or OW takes a number", Modify, Replace("LUTData", "1"), "0028,3006", BadFormat, "US 2 bytes 0100"),
        new("a number for a retired repeating group", Modify, Replace("1000,0004", "513"), "1000,0004",
            "UN \"513\"", "US 2 bytes 0102"),
        new("an empty number in an item", Modify, """{"Replace": {"0088,0200": [{"Rows": ""}]}}""",
            "0088,0200[0].0028,0010", BadFormat, "US \"\""),
        new("an empty number by path", Modify, Replace("0088,0200[0].Rows", ""), "0088,0200[0].0028,0010", BadFormat,
            "US \"\"")
        {
            File = dataset => dataset.WithItem(0x0088_0200, item => item.With(0x0028_0010, DicomVR.US, 1)),
        },
        new("an empty tag in an item", Modify, """{"Replace": {"0088,0200": [{"SelectorATValue": ""}]}}""",
            "0088,0200[0].0072,0060", "500/27", "AT \"\""),
        new("words stored as UN", Anonymize, "{}", "0028,1201", BadFormat, "UN 4 bytes 01020304")
        {
            File = dataset => dataset.With(0x0028_1201, DicomVR.UN, [1, 2, 3, 4]),
        },
        new("text for the PixelData of an item", Modify,
            """{"Replace": {"0088,0200": [{"PixelData": "\u5c71x"}]}}""", "0088,0200[0].7fe0,0010", "400/3",
            "OW 4 bytes e5b1b178"),
    ];

    private static IEnumerable<Row> Texts() =>
    [
        new("a NUL character", Modify, Replace("PatientComments", "a\\u0000b"), "0010,4000", "LT \"a\"", BadFormat),
        new("bytes of text in UTF-8", Modify, Replace("PatientComments", Bytes(0xC3, 0xA9)), "0010,4000",
            "LT 2 bytes c3a9", "LT 2 bytes e920"),
        new("bytes of text with a zero", Modify, Replace("PatientComments", Bytes(0x41, 0, 0xFF, 0x42)), "0010,4000",
            "LT \"A\"", "LT 4 bytes 4100ff42"),
        new("a UID that looks like a name", Modify, Replace("FrameOfReferenceUID", "=CTImageStorage"), "0020,0052",
            "UI \"1.2.840.10008.5.1.4.1.1.2\"", "UI \"=CTImageStorage\""),
        new("a UID that looks like a name of nothing", Modify, Replace("FrameOfReferenceUID", "="), "0020,0052",
            BadFormat, "UI \"=\""),
        new("bytes that are no PatientID", Anonymize,
            $$"""{"Replace": {"PatientID": "{{Bytes(0xD2, 0xFC)}}"}, "Force": true}""", "0010,0020",
            "LO 2 bytes d2fc", BadFormat)
        {
            File = dataset => dataset.With(0x0008_0005, DicomVR.CS, "ISO_IR 138"),
        },
        new("bytes that are no UID", Modify, Replace("FrameOfReferenceUID", Bytes(0xD7, 0x17)), "0020,0052",
            "UI 2 bytes d717", BadFormat),
    ];

    private static IEnumerable<Row> CharacterSets() =>
    [
        new("empty character sets", Modify, Replace("SpecificCharacterSet", "\\\\"), "0008,0005", "CS \"\\\"",
            "CS \"\""),
        new("no character set", Modify, Replace("SpecificCharacterSet", "foo"), "0008,0005", "CS \"foo\"", BadFormat),
        new("the tabulator", Modify, Replace("PatientComments", "A\\tB"), "0010,4000", "LT \"AB\"",
            "LT 4 bytes 41094220")
        {
            File = dataset => dataset.With(0x0008_0005, DicomVR.CS, "ISO 2022 IR 6\\ISO 2022 IR 100"),
        },
        new("a character of a second set", Modify, Replace("PatientComments", "\u00e9"), "0010,4000", "LT \"\"",
            "LT 4 bytes 1b2d41e9")
        {
            File = dataset => dataset.With(0x0008_0005, DicomVR.CS, "ISO 2022 IR 6\\ISO 2022 IR 100"),
        },
        new("the escape sequence of Korean", Modify, Replace("PatientComments", "\uae40"), "0010,4000",
            "LT 2 bytes b1e8", "LT 6 bytes 1b242943b1e8")
        {
            File = dataset => dataset.With(0x0008_0005, DicomVR.CS, "\\ISO 2022 IR 149"),
        },
    ];

    private static IEnumerable<Row> Untouched() =>
    [
        new("white space in a UID", Modify, "{}", "0008,1150", "UI \"1.2.3\"", "UI \"1.2. 3\"")
        {
            File = dataset => dataset.With(0x0008_1150, DicomVR.UI, "1.2. 3"),
        },
        new("the class of a file without SOP Class UID", Modify, """{"Remove": ["SOPClassUID"]}""", "0002,0002",
            "UI \"1.2.276.0.7230010.3.1.0.1\"", "UI \"1.2.840.10008.5.1.4.1.1.2\""),
    ];

    [TestCaseSource(nameof(Rows))]
    public async Task A_value_is_not_what_the_built_in_makes_of_it(Row row)
    {
        var both = await SideBySide.Of(Version, SampleFile.Make(row.File));
        var (builtIn, plugin) = await both.Answers(row.Operation, row.Body);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Shown(builtIn, row.Path), Is.EqualTo(row.BuiltIn), "the built-in");
            Assert.That(Shown(plugin, row.Path), Is.EqualTo(row.Plugin), "the plugin");
        }
    }

    [Test]
    public async Task Private_text_keeps_its_padding_where_no_VR_is_written()
    {
        var both = await SideBySide.Of(Version, SampleFile.Make(
            dataset => dataset
                .With(0x0009_0010, DicomVR.LO, "GEMS_IDEN_01").With(0x0009_1001, DicomVR.LO, "AB  "),
            TransferSyntax.ImplicitLittleEndian));
        var (_, builtIn, plugin) = await both.Files(Modify, "{}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn["0009,1001"]?.Value, Is.EqualTo("AB"u8.ToArray()));
            Assert.That(plugin["0009,1001"]?.Value, Is.EqualTo("AB  "u8.ToArray()));
        }
    }

    private static string Replace(string tag, string value) => $$$"""{"Replace": {"{{{tag}}}": "{{{value}}}"}}""";

    private static string Bytes(params byte[] bytes) =>
        $"data:application/octet-stream;base64,{Convert.ToBase64String(bytes)}";

    private static string Shown(Answer answer, string path) => answer.Status == 200
        ? ListedFile.Read(answer.Body)[path]?.ToString() ?? "none"
        : $"{answer.Status}/{answer.Error("OrthancStatus")}";
}
