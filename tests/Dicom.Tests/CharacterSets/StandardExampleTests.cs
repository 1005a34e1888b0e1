// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests.CharacterSets;

/// <summary>The examples of PS3.5, annexes H to K, byte for byte.</summary>
public sealed class StandardExampleTests
{
    private static readonly TestCaseData[] Names =
    [
        Example("H.3.1", @"\ISO 2022 IR 87", "Yamada^Tarou=山田^太郎=やまだ^たろう",
            "Yamada^Tarou=\e$B;3ED\e(B^\e$BB@O:\e(B=\e$B$d$^$@\e(B^\e$B$?$m$&\e(B"),
        Example("H.3.2", @"ISO 2022 IR 13\ISO 2022 IR 87", "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
            "\u00D4\u00CF\u00C0\u00DE^\u00C0\u00DB\u00B3=\e$B;3ED\e(J^\e$BB@O:\e(J=\e$B$d$^$@\e(J^\e$B$?$m$&\e(J"),
        Example("I.2", @"\ISO 2022 IR 149", "Hong^Gildong=洪^吉洞=홍^길동",
            "Hong^Gildong=\e$)C\u00FB\u00F3^\e$)C\u00D1\u00CE\u00D4\u00D7="
                + "\e$)C\u00C8\u00AB^\e$)C\u00B1\u00E6\u00B5\u00BF"),
        Example("J.1", "ISO_IR 192", "Wang^XiaoDong=王^小東=",
            "Wang^XiaoDong=\u00E7\u008E\u008B^\u00E5\u00B0\u008F\u00E6\u009D\u00B1="),
        Example("J.3", "GB18030", "Wang^XiaoDong=王^小东=", "Wang^XiaoDong=\u00CD\u00F5^\u00D0\u00A1\u00B6\u00AB="),
        Example("J.3 in GBK", "GBK", "Wang^XiaoDong=王^小东=", "Wang^XiaoDong=\u00CD\u00F5^\u00D0\u00A1\u00B6\u00AB="),
        Example("K.2", @"\ISO 2022 IR 58", "Zhang^XiaoDong=张^小东=",
            "Zhang^XiaoDong=\e$)A\u00D5\u00C5^\e$)A\u00D0\u00A1\u00B6\u00AB="),
    ];

    [TestCaseSource(nameof(Names))]
    public void A_name_is_read(string terms, string text, byte[] bytes) =>
        Assert.That(Sets.Of(terms).Decode(bytes, DicomVR.PN), Is.EqualTo(text));

    [TestCaseSource(nameof(Names))]
    public void A_name_is_written_as_the_standard_writes_it(string terms, string text, byte[] bytes) =>
        Assert.That(Sets.Encode(terms, text, DicomVR.PN), Is.EqualTo(bytes));

    [Test]
    public void Korean_long_text_states_its_set_in_each_line()
    {
        // PS3.5 I.3
        const string Text = "The 1st line includes 길동.\r\nThe 2nd line includes 길동, too.\r\nThe 3rd line.";
        byte[] standard = Sets.Bytes("\e$)CThe 1st line includes \u00B1\u00E6\u00B5\u00BF.\r\n"
            + "\e$)CThe 2nd line includes \u00B1\u00E6\u00B5\u00BF, too.\r\nThe 3rd line.");
        byte[] ours = Sets.Bytes("The 1st line includes \e$)C\u00B1\u00E6\u00B5\u00BF.\r\n"
            + "The 2nd line includes \e$)C\u00B1\u00E6\u00B5\u00BF, too.\r\nThe 3rd line.");

        Assert.That(Sets.Of(@"\ISO 2022 IR 149").Decode(standard, DicomVR.LT), Is.EqualTo(Text));
        Assert.That(Sets.Encode(@"\ISO 2022 IR 149", Text, DicomVR.LT), Is.EqualTo(ours));
    }

    [Test]
    public void Chinese_long_text_states_its_set_in_each_line()
    {
        // PS3.5 K.3
        const string Text = "1.第一行文字。\r\n2.第二行文字。\r\n3.第三行文字。\r\n";
        const string Line = "\u00D0\u00D0\u00CE\u00C4\u00D7\u00D6\u00A1\u00A3\r\n";
        byte[] bytes = Sets.Bytes("1.\e$)A\u00B5\u00DA\u00D2\u00BB" + Line + "2.\e$)A\u00B5\u00DA\u00B6\u00FE" + Line
            + "3.\e$)A\u00B5\u00DA\u00C8\u00FD" + Line);

        Assert.That(Sets.Of(@"\ISO 2022 IR 58").Decode(bytes, DicomVR.LT), Is.EqualTo(Text));
        Assert.That(Sets.Encode(@"\ISO 2022 IR 58", Text, DicomVR.LT), Is.EqualTo(bytes));
    }

    private static TestCaseData Example(string section, string terms, string text, string bytes) =>
        new TestCaseData(terms, text, Sets.Bytes(bytes)).SetArgDisplayNames(section);
}
