// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Differential;

/// <summary>Values of every VR, as stored in a file and as given in a request, valid and invalid.</summary>
internal static class GeneratedValue
{
    private static readonly string[] Words =
    [
        "DOE^JANE", "Roe", "a text", "x", "Dr. Who", "A=B=C", "A^B^C^D^E", "1", "CODE", "two  spaces", "tab\there",
        "line\r\nline", "(0010,0010)", "data:", "M", "YES", "ISO_IR 100",
    ];

    private static readonly string[] ForeignWords =
    [
        "Dübendorf", "Müller^Grete", "Łódź", "Дюбендорф^Грета", "山田^太郎", "ﾔﾏﾀﾞ", "Ζωή", "ש", "김희중", "€", "𝄞",
        "e\u0301",
    ];

    private static readonly string[] BadIntegers =
    [
        "", "x", " 5", "5 ", "+5", "--5", "0x10", "1.5", "1e3", "5\\", "\\5", "5\\x", "5\\\\6", "５", "1,000", "-0",
        "007",
        "18446744073709551616", "99999999999999999999999",
    ];

    private static readonly string[] BadReals =
    [
        "", "x", " 1.5", "1.5 ", "+1.5", "1,5", "0x1p3", "1e", "1e400", "nan", "inf", "-Infinity", "1.5\\", ".5", "5.",
        "1e-400",
    ];

    private static readonly string[] Tags =
        ["0010,0010", "00100010", "PatientName", "0010-0010", "(0010,0010)", "0009,1001", "7fe00010", "ffff,ffff"];

    private static readonly string[] BadTags =
        ["", "x", "NoSuchTag", "0010", "0010,0010\\", "0010 0010", "patientname"];

    private static readonly string[] OddDataUris =
    [
        "data:application/octet-stream;base64,", "data:application/octet-stream;base64,%%%",
        "data:application/octet-stream;base64,AAEC/w", "data:application/octet-stream;base64,AAEC/w=",
        "data:application/octet-stream;base64, AAEC", "data:text/plain;base64,AAEC", "data:text/plain,x",
        "data:application/octet-stream,AAEC", "data:;base64,AAEC", "Data:application/octet-stream;base64,AAEC",
        "data:application/octet-stream;base64,AAECAw==", "data:application/octet-stream;base64,QQ==",
    ];

    /// <summary>A value of a VR as stored in a file.</summary>
    /// <param name="vr">The VR, not SQ.</param>
    /// <param name="characterSet">The character set of the data set.</param>
    /// <param name="order">The byte order of the data set.</param>
    /// <param name="choice">Makes the choices.</param>
    public static byte[] InFile(DicomVR vr, SpecificCharacterSet characterSet, ByteOrder order, SeededChoice choice)
    {
        if (choice.Percent(8))
        {
            return [];
        }

        var unit = vr.UnitSize();
        if (!vr.IsText())
        {
            // An AT value consists of two units (PS3.5 6.2).
            var size = vr == DicomVR.AT ? 4 : Math.Max(unit, 2);
            return InOrder(choice.Bytes(size * choice.Weighted((6, 1), (2, 2), (1, 3))), unit, order);
        }

        var text = GoodText(vr, choice);
        if (vr.IsMultiValuedText() && choice.Percent(15))
        {
            text += "\\" + GoodText(vr, choice);
        }

        return characterSet.TryEncode(text, vr, out var bytes)
            ? bytes : Encoding.ASCII.GetBytes(text.Replace('?', ' '));
    }

    /// <summary>A value of <c>Replace</c> for a tag of a VR, mostly one that the VR can hold.</summary>
    public static JsonNode? InRequest(DicomVR vr, SeededChoice choice, Func<JsonNode> sequence) =>
        choice.Weighted<Func<JsonNode?>>(
            (80, () => vr == DicomVR.SQ ? sequence() : JsonValue.Create(Text(vr, choice))),
            (6, () => JsonValue.Create(BadText(vr, choice))),
            (4, () => JsonValue.Create(DataUri(vr, choice))),
            (3, () => JsonValue.Create("")),
            (2, () => null),
            (2, () => choice.Of<Func<JsonNode>>(
                () => JsonValue.Create(5), () => JsonValue.Create(true), () => new JsonObject(),
                () => JsonValue.Create(1.5), () => new JsonObject { ["0010,0010"] = "x" })()),
            (2, () => choice.Of<Func<JsonNode>>(
                () => new JsonArray(), () => new JsonArray("x"), () => new JsonArray(new JsonObject()), sequence)()),
            (1, () => JsonValue.Create("text")))();

    private static string Text(DicomVR vr, SeededChoice choice)
    {
        var values = choice.Weighted((80, 1), (12, 2), (6, 3), (2, 40));
        return string.Join('\\', Enumerable.Range(0, values).Select(_ => One(vr, choice)));
    }

    private static string One(DicomVR vr, SeededChoice choice) => vr switch
    {
        DicomVR.AT => choice.Of(Tags),
        DicomVR.US or DicomVR.OW => Integer(choice, "0", "65535", "32768"),
        DicomVR.SS => Integer(choice, "-32768", "32767", "-1"),
        DicomVR.UL or DicomVR.OL => Integer(choice, "0", "4294967295", "2147483648"),
        DicomVR.SL => Integer(choice, "-2147483648", "2147483647", "-1"),
        DicomVR.UV or DicomVR.OV => Integer(choice, "0", "18446744073709551615", "9223372036854775808"),
        DicomVR.SV => Integer(choice, "-9223372036854775808", "9223372036854775807", "-1"),
        DicomVR.FL or DicomVR.OF or DicomVR.FD or DicomVR.OD => Real(choice),
        _ => GoodText(vr, choice),
    };

    private static string BadText(DicomVR vr, SeededChoice choice) => vr switch
    {
        DicomVR.AT => choice.Of(BadTags),
        DicomVR.US or DicomVR.OW => choice.Percent(50) ? choice.Of(BadIntegers) : choice.Of("65536", "-32769", "-1"),
        DicomVR.SS => choice.Percent(50) ? choice.Of(BadIntegers) : choice.Of("32768", "-32769", "65535"),
        DicomVR.UL or DicomVR.OL => choice.Percent(50) ? choice.Of(BadIntegers) : choice.Of("4294967296", "-1"),
        DicomVR.SL => choice.Percent(50) ? choice.Of(BadIntegers) : choice.Of("2147483648", "-2147483649"),
        DicomVR.SV => choice.Percent(50) ? choice.Of(BadIntegers) : choice.Of("9223372036854775808"),
        DicomVR.UV or DicomVR.OV => choice.Of(BadIntegers),
        DicomVR.FL or DicomVR.OF => choice.Percent(50) ? choice.Of(BadReals) : choice.Of("3.5e38", "1e39"),
        DicomVR.FD or DicomVR.OD => choice.Of(BadReals),
        DicomVR.SQ => choice.Of("x", "[]"),
        _ => choice.Weighted<Func<string>>(
            (4, () => new string('y', choice.From(17, 1100))),
            (3, () => choice.Of(" leading", "trailing  ", "\\", "\\\\", "a\\", "\\a", "  ", "a\0", "a\0b", "\u001b$B")),
            (3, () => choice.Of(ForeignWords)),
            (1, () => new string('z', choice.From(65_530, 65_540))))(),
    };

    private static string DataUri(DicomVR vr, SeededChoice choice) => choice.Weighted<Func<string>>(
        (5, () => "data:application/octet-stream;base64," + Convert.ToBase64String(
            Encoding.UTF8.GetBytes(vr == DicomVR.SQ ? "x" : Text(vr, choice)))),
        (3, () => "data:application/octet-stream;base64," + Convert.ToBase64String(choice.Bytes(choice.From(1, 9)))),
        (3, () => choice.Of(OddDataUris)))();

    private static string GoodText(DicomVR vr, SeededChoice choice) => vr switch
    {
        DicomVR.UI => string.Create(CultureInfo.InvariantCulture, $"1.2.826.0.1.3680043.9.{choice.Below(100_000)}"),
        DicomVR.DA => choice.Of("20200131", "19700102", "2020.01.31", ""),
        DicomVR.TM => choice.Of("120000", "1200", "235959.999999", "12:00:00"),
        DicomVR.DT => choice.Of("20200131120000", "2020", "20200131120000.000000+0100"),
        DicomVR.AS => choice.Of("042Y", "003M"),
        DicomVR.IS => choice.Percent(10) ? choice.Of("x", "2147483648") : Integer(choice, "-1", "0", "12"),
        DicomVR.DS => choice.Percent(10) ? choice.Of("abc", "1.23456789012345678") : Real(choice),
        DicomVR.CS => choice.Of("CODE", "ORIGINAL", "M", "lower", "A_B 1"),
        DicomVR.AE => choice.Of("STATION", "A", "ARCHIVE 1"),
        DicomVR.UR => choice.Of("http://example.org/x", "urn:x"),
        _ => choice.Percent(12) ? choice.Of(ForeignWords) : choice.Of(Words),
    };

    private static string Integer(SeededChoice choice, params string[] limits) => choice.Percent(30)
        ? choice.Of(limits) : choice.Below(30_000).ToString(CultureInfo.InvariantCulture);

    private static string Real(SeededChoice choice) => choice.Of(
        "0", "1", "-1.5", "3.14159265358979", "1e10", "-2.5e-3", "0.1", "100", "16777217", "1E5", "-0",
        choice.Below(100_000).ToString(CultureInfo.InvariantCulture));

    private static byte[] InOrder(byte[] value, int unit, ByteOrder order)
    {
        if (order == ByteOrder.LittleEndian || unit < 2)
        {
            return value;
        }

        for (var i = 0; i + unit <= value.Length; i += unit)
        {
            value.AsSpan(i, unit).Reverse();
        }

        return value;
    }
}
