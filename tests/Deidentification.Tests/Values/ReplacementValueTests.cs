// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Values;

/// <summary>Values in Replace (docs/values.md).</summary>
public class ReplacementValueTests
{
    [TestCase("Rows", "\"1\"", "0100")]
    [TestCase("Rows", "\"65535\"", "FFFF")]
    [TestCase("Rows", "\"+1\"", "0100")]
    [TestCase("Rows", "\"01\"", "0100")]
    [TestCase("Rows", "\"1\\\\2\"", "01000200")]
    [TestCase("Rows", "\"\"", "")]
    [TestCase("Rows", "null", "")]
    [TestCase("ReferencePixelX0", "\"-2147483648\"", "00000080")]
    [TestCase("SimpleFrameList", "\"4294967295\"", "FFFFFFFF")]
    [TestCase("SelectorSVValue", "\"-1\\\\2\"", "FFFFFFFFFFFFFFFF0200000000000000")]
    [TestCase("SelectorUVValue", "\"18446744073709551615\"", "FFFFFFFFFFFFFFFF")]
    [TestCase("ExtendedOffsetTable", "\"1\"", "0100000000000000")]
    [TestCase("RecommendedDisplayFrameRateInFloat", "\"1.5\"", "0000C03F")]
    [TestCase("RecommendedDisplayFrameRateInFloat", "\".5\"", "0000003F")]
    [TestCase("RecommendedDisplayFrameRateInFloat", "\"-0\"", "00000080")]
    [TestCase("RecommendedDisplayFrameRateInFloat", "\"-inf\"", "000080FF")]
    [TestCase("RecommendedDisplayFrameRateInFloat", "\"1e-50\"", "00000000")]
    [TestCase("RealWorldValueSlope", "\"1.5e0\\\\2\"", "000000000000F83F0000000000000040")]
    [TestCase("RedPaletteColorLookupTableData", "\"1\\\\65535\"", "0100FFFF")]
    [TestCase("LongPrimitivePointIndexList", "\"1\\\\2\"", "0100000002000000")]
    [TestCase("PointCoordinatesData", "\"1.5\"", "0000C03F")]
    [TestCase("DoubleFloatPixelData", "\"1.5\"", "000000000000F83F")]
    [TestCase("OverlayData", "\"1\\\\2\"", "01000200")]
    [TestCase("WaveformData", "\"1\\\\2\"", "315C3200")]
    [TestCase("WaveformData", "\"data:application/octet-stream;base64,AAEC/w==\"", "000102FF")]
    [TestCase("RecommendedDisplayFrameRateInFloat", "\"nan\"", "0000C07F")]
    [TestCase("DimensionIndexPointer", "\"0010,0020\"", "10002000")]
    [TestCase("DimensionIndexPointer", "\"PatientID\\\\(00200020)\"", "1000200020002000")]
    [TestCase("EncapsulatedDocument", "\"abc\"", "61626300")]
    [TestCase("SelectorUNValue", "\"abc\"", "61626300")]
    [TestCase("0018,9999", "\"ab\"", "6162")]
    [TestCase("PixelData", "\"abcd\"", "61626364")]
    [TestCase("PixelData", "\"data:application/octet-stream;base64,AAECAw==\"", "00010203")]
    [TestCase("PixelData", "\"data:application/octet-stream;base64,AAEC\"", "00010200")]
    [TestCase("PixelData", "\"DATA:Application/Octet-Stream;x=y;BASE64,AAECAw==\"", "00010203")]
    [TestCase("EncapsulatedDocument", "\"data:application/octet-stream;base64,AAECAw==\"", "00010203")]
    [TestCase("Rows", "\"data:application/octet-stream;base64,MTJcMTM=\"", "0C000D00")]
    [TestCase("Rows", "\"data:application/octet-stream;base64,MTI\"", "0C00")]
    [TestCase("Rows", "\"data:application/octet-stream;base64,\"", "")]
    [TestCase("NumberOfFrames", "\"abc\"", "61626320")]
    [TestCase("StudyDate", "\"foo\"", "666F6F20")]
    [TestCase("PatientComments", "\" a \"", "2061")]
    [TestCase("PatientComments", "\"data:foo\"", "646174613A666F6F")]
    [TestCase("PatientComments", "\"data:text/plain;base64,QQ==\"",
        "646174613A746578742F706C61696E3B6261736536342C51513D3D20")]
    [TestCase("PatientComments", "\"data:application/octet-stream;base64,YWI=\"", "6162")]
    [TestCase("PatientComments", "\"data:application/octet-stream;base64,/wA=\"", "FF00")]
    [TestCase("PatientComments", "\"a\\u0000\"", "6120")]
    [TestCase("FrameOfReferenceUID", "\" 1.2 \"", "312E3200")]
    [TestCase("FrameOfReferenceUID", "\"1\\t.\\r\\n2\\u0000\"", "312E3200")]
    [TestCase("CodeMeaning", "\"  \"", "")]
    public void A_value_is_converted_to_the_VR_of_its_tag(string tag, string json, string expected)
    {
        using var modified = TestHost.Replaced(tag, json);
        Assert.That(Convert.ToHexString(modified.Dataset.Bytes(TagOf(tag))), Is.EqualTo(expected));
    }

    [TestCase("Rows", "\"65536\"")]
    [TestCase("Rows", "\"-1\"")]
    [TestCase("Rows", "\" 1\"")]
    [TestCase("Rows", "\"1 \"")]
    [TestCase("Rows", "\"1\\\\\"")]
    [TestCase("Rows", "\"\\\\1\"")]
    [TestCase("Rows", "\"1.0\"")]
    [TestCase("Rows", "\"0x10\"")]
    [TestCase("Rows", "\"1e2\"")]
    [TestCase("Rows", "\"data:application/octet-stream;base64,/w==\"")]
    [TestCase("ReferencePixelX0", "\"2147483648\"")]
    [TestCase("ReferencePixelX0", "\"-\"")]
    [TestCase("SimpleFrameList", "\"-1\"")]
    [TestCase("SimpleFrameList", "\"4294967296\"")]
    [TestCase("SelectorSVValue", "\"9223372036854775808\"")]
    [TestCase("SelectorUVValue", "\"-1\"")]
    [TestCase("SelectorUVValue", "\"18446744073709551616\"")]
    [TestCase("SelectorSSValue", "\"-32769\"")]
    [TestCase("RecommendedDisplayFrameRateInFloat", "\"1e39\"")]
    [TestCase("RecommendedDisplayFrameRateInFloat", "\"1,5\"")]
    [TestCase("RecommendedDisplayFrameRateInFloat", "\" 1\"")]
    [TestCase("RecommendedDisplayFrameRateInFloat", "\"--inf\"")]
    [TestCase("RealWorldValueSlope", "\"1e400\"")]
    [TestCase("RealWorldValueSlope", "\"\\\\\"")]
    [TestCase("RedPaletteColorLookupTableData", "\"65536\"")]
    [TestCase("RedPaletteColorLookupTableData", "\"abc\"")]
    [TestCase("SmallestImagePixelValue", "\"-32769\"")]
    [TestCase("SmallestImagePixelValue", "\"65536\"")]
    [TestCase("ReferencedStudySequence", "\"a\"")]
    [TestCase("SpecificCharacterSet", "\"foo\"")]
    [TestCase("FrameOfReferenceUID", "\"data:application/octet-stream;base64,1xdI8Xvi3Q==\"")]
    public void What_is_no_value_of_the_VR_is_named(string tag, string json)
    {
        var fault = Fault(tag, json);
        Assert.That(fault.Fault, Is.EqualTo(RequestFault.BadFormat));
        Assert.That(fault.Message, Does.Contain(TagOf(tag).ToString()).And.Contain("Replace"));
    }

    [TestCase("Rows", "\"data:application/octet-stream;base64,@@\"")]
    [TestCase("Rows", "\"data:application/octet-stream;base64,MQ==\\n\"")]
    [TestCase("Rows", "\"data:application/octet-stream;base64,M Q\"")]
    [TestCase("PixelData", "\"data:application/octet-stream;base64,A\"")]
    public void Bad_base64_is_bad_format(string tag, string json)
    {
        var fault = Fault(tag, json);
        Assert.That(fault.Fault, Is.EqualTo(RequestFault.BadFormat));
        Assert.That(fault.Message, Does.Contain("base64"));
    }

    [TestCase("0002,0010", "1")]
    [TestCase("0000,0002", "1")]
    [TestCase("ReferencedStudySequence[0].0002,0010", "1")]
    [TestCase("ReferencedStudySequence", """[{"0002,0010":1}]""")]
    [TestCase("ReferencedStudySequence", """[{"0008,0000":1}]""")]
    [TestCase("Rows", "1")]
    [TestCase("Rows", "true")]
    [TestCase("Rows", "{}")]
    [TestCase("Rows", "[]")]
    [TestCase("Rows", """["a"]""")]
    [TestCase("ReferencedStudySequence", "{}")]
    [TestCase("ReferencedStudySequence", "1")]
    [TestCase("ReferencedStudySequence", "[null]")]
    [TestCase("ReferencedStudySequence", """["a"]""")]
    [TestCase("ReferencedStudySequence", """[["a"]]""")]
    [TestCase("ReferencedStudySequence", """[{"Rows":1}]""")]
    [TestCase("ReferencedStudySequence[0].Rows", "1")]
    public void A_wrong_JSON_type_is_named(string tag, string json) =>
        Assert.That(Fault(tag, json).Fault, Is.EqualTo(RequestFault.WrongType));

    [TestCase("DimensionIndexPointer", "\"x\"")]
    [TestCase("DimensionIndexPointer", "\"data:application/octet-stream;base64,/w==\"")]
    [TestCase("ReferencedStudySequence", """[{"foo":"a"}]""")]
    [TestCase("ReferencedStudySequence", """[{"ReferencedStudySequence[0].Rows":"1"}]""")]
    public void An_unknown_tag_inside_a_value_is_named(string tag, string json) =>
        Assert.That(Fault(tag, json).Fault, Is.EqualTo(RequestFault.UnknownTag));

    [Test]
    public void The_first_of_several_faults_by_tag_and_by_item_is_told()
    {
        Assert.That(TestHost.Fault("""{"Replace":{"Rows":"x","0002,0010":1}}""").Message, Does.Contain("0002,0010"));
        var items = """[{"ProcedureCodeSequence":[{"Rows":"x"}],"ZoomCenter":1},{"Columns":"x"}]""";
        Assert.That(Fault("ReferencedStudySequence", items).Message, Does.Contain("0028,0010"));
    }

    [Test]
    public void A_value_that_Keep_overrides_is_not_checked()
    {
        using var modified = TestHost.Modify(
            Sample.Create(), """{"Replace":{"0002,0012":1,"Rows":1},"Keep":["0002-0012","Rows"]}""");
        Assert.That(modified.Dataset.Contains(Tags.Rows), Is.EqualTo(Sample.Create().Dataset.Contains(Tags.Rows)));
    }

    [TestCase("0000,0002")]
    [TestCase("0001,0010")]
    [TestCase("0003,1001")]
    [TestCase("0005,1001")]
    [TestCase("0007,1001")]
    [TestCase("ffff,1001")]
    public void Groups_that_no_data_set_may_have_are_checked_and_ignored(string tag)
    {
        using var modified = TestHost.Replaced(tag, "\"1.2\"");
        Assert.That(modified.Dataset.Contains(TagOf(tag)), Is.False);
        using var nested = TestHost.Replaced("ProcedureCodeSequence", $$"""[{"{{tag}}":"1.2"}]""");
        Assert.That(nested.Dataset.At(Tags.ProcedureCodeSequence).Count, Is.Zero);
    }

    [Test]
    public void Pixel_data_of_an_odd_length_is_out_of_range() =>
        Assert.That(Fault("PixelData", "\"abc\"").Fault, Is.EqualTo(RequestFault.OutOfRange));

    [Test]
    public void Pixel_data_of_an_odd_length_is_out_of_range_in_an_item() => Assert.That(
        Fault("ProcedureCodeSequence", """[{"PixelData":"data:application/octet-stream;base64,AAEC"}]""").Fault,
        Is.EqualTo(RequestFault.OutOfRange));

    [Test]
    public void Of_several_spellings_in_an_item_the_first_counts_and_all_are_checked()
    {
        using var modified = TestHost.Modify(
            Sample.Create(), """{"Replace":{"0008,1032":[{"0008,0104":"first","CodeMeaning":"last"}]}}""");
        Assert.That(modified.Dataset.At(Tags.ProcedureCodeSequence).Text(TagOf("CodeMeaning")), Is.EqualTo("first"));
        Assert.That(
            Fault("ProcedureCodeSequence", """[{"0008,0104":"first","CodeMeaning":[]}]""").Fault,
            Is.EqualTo(RequestFault.WrongType));
    }

    [Test]
    public void Of_several_spellings_at_the_top_level_only_the_last_is_checked()
    {
        const string Ignored = """{"Replace":{"00020001":["x"],"FileMetaInformationVersion":"x"}}""";
        const string Given = """{"Replace":{"00104000":["x"],"PatientComments":"x"}}""";
        Assert.That(() => TestHost.Plan(Ignored, Operation.Modify), Throws.Nothing);
        Assert.That(() => TestHost.Plan(Given, Operation.Modify), Throws.Nothing);
        Assert.That(TestHost.Fault("""{"Replace":{"FileMetaInformationVersion":["x"]}}""").Fault,
            Is.EqualTo(RequestFault.WrongType));
    }

    [TestCase("\"abcd\"")]
    [TestCase("\"\"")]
    [TestCase("\"data:application/octet-stream;base64,AAEC/w==\"")]
    public void Native_pixel_data_is_not_put_into_a_compressed_file(string json)
    {
        var plan = TestHost.Plan($"{{\"Replace\":{{\"PixelData\":{json}}}}}", Operation.Modify);
        using var jpeg = Sample.Create(TransferSyntax.FromUID("1.2.840.10008.1.2.4.50"));
        Assert.That(
            () => plan.Apply(jpeg, TestHost.Identifiers()),
            Throws.TypeOf<RequestException>().With.Property("Fault").EqualTo(RequestFault.Refused));
    }

    [Test]
    public void Text_as_long_as_its_length_field_can_say_is_written_and_longer_text_refused()
    {
        using var modified = TestHost.Replaced("PatientComments", $"\"{new string('x', 65534)}\"");
        Assert.That(modified.Dataset.Bytes(Tags.PatientComments), Has.Length.EqualTo(65534));

        var plan = TestHost.Plan($$$"""{"Replace":{"PatientComments":"{{{new string('x', 65535)}}}"}}""",
            Operation.Modify);
        using var tooLong = Sample.Create();
        var fault = Assert.Throws<RequestException>(() => plan.Apply(tooLong, TestHost.Identifiers()))!;
        Assert.That(fault.Fault, Is.EqualTo(RequestFault.BadFormat));
        Assert.That(fault.Message, Does.Contain("0010,4000"));

        var longUid = TestHost.Plan(
            $$$"""{"Force":true,"Replace":{"SOPInstanceUID":"{{{new string('1', 65535)}}}"}}""", Operation.Modify);
        using var header = Sample.Create(TransferSyntax.ImplicitLittleEndian);
        Assert.That(() => longUid.Apply(header, TestHost.Identifiers()), Throws.TypeOf<RequestException>(),
            "the header of the file, which repeats it, has a VR");

        using var isImplicit = TestHost.Apply(Sample.Create(TransferSyntax.ImplicitLittleEndian), plan);
        Assert.That(isImplicit.Dataset.Bytes(Tags.PatientComments), Has.Length.EqualTo(65536), "with padding");
    }

    [Test]
    public void The_meta_information_follows_replaced_SOP_UIDs()
    {
        using var modified = TestHost.Modify(
            Sample.Create(), """{"Force":true,"Replace":{"SOPInstanceUID":"7.7","SOPClassUID":"8.8"}}""");
        Assert.That(modified.MetaInformation.Text(DicomTag.MediaStorageSOPInstanceUID), Is.EqualTo("7.7"));
        Assert.That(modified.MetaInformation.Text(DicomTag.MediaStorageSOPClassUID), Is.EqualTo("8.8"));
    }

    private static RequestException Fault(string tag, string json) =>
        TestHost.Fault($"{{\"Replace\":{{\"{tag}\":{json}}}}}");

    private static DicomTag TagOf(string name) => DicomTag.TryParse(name, out var tag) ? tag
        : ElementDictionary.Standard.TryFind(name, out var entry) ? entry.Tag
        : throw new ArgumentException(name);
}
