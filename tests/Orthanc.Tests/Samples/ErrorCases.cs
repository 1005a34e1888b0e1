// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc.Tests.Samples;

/// <summary>A request that must be refused.</summary>
/// <param name="Operation"><c>anonymize</c> or <c>modify</c>; null for both.</param>
/// <param name="Body">The body.</param>
/// <param name="Code">HttpStatus/OrthancStatus of the answer.</param>
/// <param name="Named">What Details must contain.</param>
/// <param name="BuiltIn">
/// The answer of Orthanc 1.13.0 itself, as observed; null if it is the same. docs/differences.md explains each difference.
/// </param>
internal sealed record ErrorCase(string? Operation, string Body, string Code, string Named, string? BuiltIn = null)
{
    /// <summary>The request, shortened for the name of the test.</summary>
    public override string ToString() =>
        $"{Operation ?? "both"} {(Body.Length > 80 ? $"{Body[..80]}... ({Body.Length})" : Body)}";
}

/// <summary>Bad bodies, unknown tags and wrong types (docs/requests.md).</summary>
internal static class ErrorCases
{
    private const string Anonymize = "anonymize";
    private const string Modify = "modify";
    private const string BadFormat = "400/15";
    private const string BadRequest = "400/8";
    private const string OutOfRange = "400/3";
    private const string BadType = "400/5";
    private const string UnknownTag = "400/27";
    private const string BuiltInUnknownTag = "500/27";
    private const string BuiltInNotImplemented = "500/2";
    private const string BuiltInFault = "500/-1";

    // The built-in crashes on these, so it has no answer for a table.
    private const string KillsBuiltIn = "none";

    /// <summary>All cases.</summary>
    public static IEnumerable<ErrorCase> All() =>
        [.. Bodies(), .. Types(), .. Tags(), .. Identifiers(), .. Values(), .. Embedding()];

    private static IEnumerable<ErrorCase> Bodies() =>
    [
        new(null, "", BadFormat, "body"),
        new(null, "[]", BadFormat, "body"),
        new(null, "null", BadFormat, "body"),
        new(null, "12", BadFormat, "body"),
        new(null, "\"x\"", BadFormat, "body"),
        new(null, "not json", BadFormat, "body"),
        new(null, "{", BadFormat, "body"),
        new(null, """{"Force": tru}""", BadFormat, "body"),
    ];

    private static IEnumerable<ErrorCase> Types() =>
    [
        new(null, """{"Force": 1}""", BadFormat, "Force"),
        new(null, """{"Force": "yes"}""", BadFormat, "Force"),
        new(null, """{"Force": null}""", BadFormat, "Force"),
        new(Modify, """{"RemovePrivateTags": 1}""", BadFormat, "RemovePrivateTags"),
        new(Anonymize, """{"KeepPrivateTags": 1}""", BadFormat, "KeepPrivateTags"),
        new(Anonymize, """{"DicomVersion": 1}""", BadFormat, "DicomVersion"),
        new(Anonymize, """{"DicomVersion": null}""", BadFormat, "DicomVersion"),
        new(Anonymize, """{"DicomVersion": "2024f"}""", OutOfRange, "2024f"),
        new(Anonymize, """{"DicomVersion": ""}""", OutOfRange, "version of the DICOM standard"),
        new(null, """{"KeepLabels": 1}""", BadFormat, "KeepLabels"),
        new(null, """{"Remove": 1}""", BadRequest, "Remove"),
        new(null, """{"Remove": "PatientName"}""", BadRequest, "Remove"),
        new(null, """{"Remove": {}}""", BadRequest, "Remove"),
        new(null, """{"Remove": null}""", BadRequest, "Remove"),
        new(null, """{"Remove": [1]}""", BadRequest, "Remove"),
        new(null, """{"Replace": 1}""", BadRequest, "Replace"),
        new(null, """{"Replace": []}""", BadRequest, "Replace"),
        new(null, """{"Replace": "x"}""", BadRequest, "Replace"),
        new(null, """{"Replace": null}""", BadRequest, "Replace"),
        new(null, """{"Keep": 1}""", BadRequest, "Keep"),
        new(null, """{"Keep": {}}""", BadRequest, "Keep"),
        new(null, """{"Keep": null}""", BadRequest, "Keep"),
        new(null, """{"Keep": [1]}""", BadRequest, "Keep"),
        new(null, """{"PrivateCreator": 1}""", BadFormat, "PrivateCreator"),
        new(null, """{"PrivateCreator": null}""", BadFormat, "PrivateCreator"),
        new(null, """{"Transcode": 1}""", BadFormat, "Transcode"),
        new(null, """{"Transcode": "1.2.3"}""", OutOfRange, "1.2.3"),
        // The first fault in the order of the checks decides (docs/requests.md, The body).
        new(null, """{"Replace": 1, "Remove": ["NoSuchTag"], "Force": 1}""", BadFormat, "Force"),
        new(null, """{"Keep": 1, "Replace": {"NoSuchTag": "x"}}""", UnknownTag, "NoSuchTag", BuiltInUnknownTag),
    ];

    private static IEnumerable<ErrorCase> Tags() =>
    [
        new(null, """{"Remove": ["NoSuchTag"]}""", UnknownTag, "NoSuchTag", BuiltInUnknownTag),
        new(null, """{"Keep": ["NoSuchTag"]}""", UnknownTag, "NoSuchTag", BuiltInUnknownTag),
        new(null, """{"Replace": {"NoSuchTag": "x"}}""", UnknownTag, "NoSuchTag", BuiltInUnknownTag),
        new(null, """{"Remove": ["patientname"]}""", UnknownTag, "patientname", BuiltInUnknownTag),
        new(null, """{"Remove": ["0010"]}""", UnknownTag, "0010", BuiltInUnknownTag),
        new(null, """{"Remove": [""]}""", UnknownTag, "tag", BuiltInUnknownTag),
        new(Modify, """{"Replace": {"ReferencedStudySequence": [{"NoSuchTag": "x"}]}}""", UnknownTag, "NoSuchTag",
            BuiltInUnknownTag),
        new(null, """{"Replace": {"fffe,e000": "12"}}""", OutOfRange, "fffe,e000", KillsBuiltIn),
        new(null, """{"Remove": ["fffe,e00d"]}""", OutOfRange, "fffe,e00d", "200/"),
        new(null, """{"Keep": ["fffe,e0dd"]}""", OutOfRange, "fffe,e0dd", "200/"),
    ];

    private static IEnumerable<ErrorCase> Identifiers() =>
    [
        .. from tag in (string[])["PatientID", "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"]
           from test in (ErrorCase[])
           [
               new(null, $$$"""{"Replace": {"{{{tag}}}": "1.2"}}""", BadRequest, tag),
               new(null, $$$"""{"Keep": ["{{{tag}}}"]}""", BadRequest, tag),
               new(null, $$$"""{"Remove": ["{{{tag}}}"]}""", BadRequest, tag),
           ]
           select test,
        new(null, """{"Remove": ["PatientID"], "Force": true}""", BadRequest, "0010,0020"),
        new(null, """{"Remove": ["StudyInstanceUID"], "Force": true}""", BadRequest, "0020,000d"),
        new(null, """{"Remove": ["SeriesInstanceUID"], "Force": true}""", BadRequest, "0020,000e"),
        new(null, """{"Remove": ["SOPInstanceUID"], "Force": true}""", BadRequest, "0008,0018"),
    ];

    private static IEnumerable<ErrorCase> Values() =>
    [
        new(null, """{"Replace": {"PatientComments": 1}}""", BadType, "0010,4000"),
        new(null, """{"Replace": {"PatientComments": true}}""", BadType, "0010,4000"),
        new(null, """{"Replace": {"PatientComments": {}}}""", BadType, "0010,4000"),
        new(null, """{"Replace": {"PatientComments": []}}""", BadType, "0010,4000"),
        new(null, """{"Replace": {"PatientComments": [{"PatientName": "x"}]}}""", BadType, "0010,4000"),
        new(null, """{"Replace": {"ReferencedStudySequence": {}}}""", BadType, "0008,1110"),
        new(null, """{"Replace": {"ReferencedStudySequence": [1]}}""", BadType, "0008,1110"),
        new(null, """{"Replace": {"ReferencedStudySequence": ["x"]}}""", BadType, "0008,1110"),
        new(null, """{"Replace": {"ReferencedStudySequence": [{"PatientComments": 3}]}}""", BadType, "0010,4000"),
        new(null, """{"Replace": {"ReferencedStudySequence": "x"}}""", BadFormat, "0008,1110"),
        new(null, """{"Replace": {"ReferencedStudySequence": [{"Rows": "x"}]}}""", BadFormat, "0028,0010"),
        new(null, """{"Replace": {"Rows": "x"}}""", BadFormat, "0028,0010"),
        new(null, """{"Replace": {"Rows": "70000"}}""", BadFormat, "0028,0010"),
        new(null, """{"Replace": {"Rows": "-1"}}""", BadFormat, "0028,0010", "200/"),
        new(null, """{"Replace": {"Rows": " 5"}}""", BadFormat, "0028,0010"),
        new(null, """{"Replace": {"Rows": "5 "}}""", BadFormat, "0028,0010"),
        new(null, """{"Replace": {"Rows": "5\\"}}""", BadFormat, "0028,0010"),
        new(null, """{"Replace": {"SelectorFDValue": "abc"}}""", BadFormat, "0072,0074"),
        new(null, """{"Replace": {"SelectorSLValue": "99999999999"}}""", BadFormat, "0072,007c"),
        new(null, """{"Replace": {"PatientComments": "data:application/octet-stream;base64,%%%"}}""", BadFormat,
            "0010,4000"),
        new(null, """{"Replace": {"FrameOfReferenceUID": "data:application/octet-stream;base64,1xdI8Xvi3Q=="}}""",
            BadFormat, "0020,0052", "200/"),
        new(null, """{"Replace": {"PixelData": "é"}}""", OutOfRange, "7fe0,0010"),
        new(null, $$$"""{"Replace": {"PatientName": "{{{new string('x', 70000)}}}"}}""", BadFormat, "0010,0010",
            "200/"),
        new(null, $$$"""{"Replace": {"PatientName": {{{new string('[', 1001)}}}{{{new string(']', 1001)}}} }}""",
            BadFormat, "level", KillsBuiltIn),
    ];

    private static IEnumerable<ErrorCase> Embedding() =>
    [
        Embedded("image/png", "hello"u8, BadFormat),
        Embedded("image/png", EncodedImage.JpegOfGray, BadFormat),
        Embedded("image/png", EncodedImage.PngOfGray.AsSpan()[..^20], BadFormat),
        Embedded("image/png", EncodedImage.Png(70_000, 1, 8, 0, new byte[70_000]), BadFormat),
        Embedded("image/png", EncodedImage.Png(1, 1, 8, 4, [1, 2]), BadFormat, BuiltInNotImplemented),
        Embedded("image/png", EncodedImage.Png(1, 1, 16, 2, new byte[6]), BadFormat, BuiltInNotImplemented),
        Embedded("image/png", EncodedImage.Png(8, 1, 1, 0, [0xAA]), BadFormat, BuiltInNotImplemented),
        Embedded("image/jpeg", "hello"u8, BadFormat, BuiltInFault),
        Embedded("image/jpeg", [], BadFormat, BuiltInFault),
        Embedded("image/jpeg", EncodedImage.JpegOfGray.AsSpan()[..80], BadFormat, BuiltInFault),
        Embedded("image/jpeg", EncodedImage.JpegOfCmyk, BadFormat, BuiltInNotImplemented),
        Embedded(EncodedImage.Pam, "hello"u8, BadFormat),
        Embedded(EncodedImage.Pam, EncodedImage.Map(2, 1, "GRAYSCALE", 1, 255, 1), BadFormat),
        Embedded(EncodedImage.Pam, EncodedImage.Map(60_000, 60_000, "GRAYSCALE", 1, 255, 1), BadFormat),
        Embedded(EncodedImage.Pam, EncodedImage.Map(1, 1, "GRAYSCALE", 1, 4095, 1, 2), BadFormat,
            BuiltInNotImplemented),
        Embedded(EncodedImage.Pam, EncodedImage.Map(1, 1, "BLACKANDWHITE", 1, 1, 1), BadFormat, BuiltInNotImplemented),
        Embedded("application/pdf", "hello"u8, BadFormat),
        Embedded("application/pdf", [], BadFormat),
        Embedded("model/stl", [], BadFormat, "500/4"),
        Embedded("image/unknown", "hello"u8, OutOfRange),
        Embedded("image/gif", "hello"u8, OutOfRange, BuiltInNotImplemented),
        new(null, """{"Replace": {"PixelData": "data:image/png;base64,AA AA"}}""", BadFormat, "7fe0,0010", OutOfRange),
        new(null, """{"Replace": {"PixelData": "data:image/png;base64,@@"}}""", BadFormat, "7fe0,0010", "200/"),
    ];

    private static ErrorCase Embedded(
        string mimeType, ReadOnlySpan<byte> content, string code, string? builtIn = null) =>
        new(null, $$$"""{"Replace": {"PixelData": "{{{EncodedImage.Uri(mimeType, content)}}}"}}""", code, "7fe0,0010",
            builtIn);

    /// <summary>Whether the built-in survives a case.</summary>
    public static bool BuiltInAnswers(ErrorCase test) => test.BuiltIn != KillsBuiltIn;
}
