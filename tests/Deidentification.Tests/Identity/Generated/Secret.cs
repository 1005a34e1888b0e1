// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Identity.Generated;

/// <summary>An identifying value of an element, with the ways in which people and programs write it in text.</summary>
/// <param name="Tag">The element.</param>
/// <param name="Value">Its value.</param>
/// <param name="Written">The spellings, none of which may stay anywhere.</param>
internal sealed record Secret(uint Tag, string Value, params string[] Written)
{
    private const uint Patient = 0x0010_0010;
    private const uint Referring = 0x0008_0090;
    private const uint Operator = 0x0008_1070;

    public static readonly Secret[] All =
    [
        new(Patient, "Wolkenstein^Theobald", [.. Cases("Wolkenstein"), .. Cases("Theobald"), "Wolkensteins", "Wolkensteinem", "Wolken-\r\nstein",
            "Wolken-stein", "Wolkenst.", "twolkenstein", "wolkensteint", "t.wolkenstein", "Theobald.Wolkenstein@example.org",
            "WOLKENSTEIN_THEOBALD", "TheobaldWolkenstein", "Wolkenstein1950", "\uFF37\uFF4F\uFF4C\uFF4B\uFF45\uFF4E\uFF53\uFF54\uFF45\uFF49\uFF4E", "Wol\u00ADkenstein", "Wolken\u200Bstein",
            "Wolkenstein,T", "CTWolkenstein"]),
        new(Patient, "D\u00FCbend\u00F6rfer^Gr\u00E9te", [.. Cases("D\u00FCbend\u00F6rfer"), "Duebendoerfer", "Dubendorfer", "Duebendorfer", "D\u00FCbendoerfer",
            "Du\u0308bendo\u0308rfer", "D&uuml;bend&ouml;rfer", "D&#252;bend&#xF6;rfer", "D%C3%BCbend%C3%B6rfer", "D%FCbend%F6rfer", "D=C3=BCbend=C3=B6rfer",
            "D=C3=BCbend=\r\n=C3=B6rfer", "D\\u00fcbend\\u00f6rfer", "D\\'fcbend\\'f6rfer", "D\\XC3BC\\bend\\XC3B6\\rfer", "gduebendoerfer", "Gr\u00E9te"]),
        new(Patient, "Grie\u00DFfinger^Xaver", "Griessfinger", "GRIESSFINGER", "Grie\u00DFfingers", "Grie\u00DF\uFB01nger", "xgriessfinger"),
        new(Patient, "McDonald^Ronalda", "McDonald", "Mc Donald", "MCDONALD", "mcdonald", "Ronalda"),
        new(Referring, "Birnbaum-Kessel^Adelheid", "Birnbaum", "Kessel", "BIRNBAUM KESSEL", "birnbaum_kessel", "abirnbaum", "Adelheid", "Birnbaums"),
        new(Operator, "O'Shaughnessy^Finnian", "O'Shaughnessy", "OSHAUGHNESSY", "Shaughnessy", "O&apos;Shaughnessy", "oshaughnessyf", "Finnian"),
        new(Patient, "\u0418\u0432\u0430\u043D\u043E\u0432^\u041F\u0451\u0442\u0440", "\u0418\u0432\u0430\u043D\u043E\u0432", "\u0418\u0412\u0410\u041D\u041E\u0412", "\u0418\u0432\u0430\u043D\u043E\u0432\u0430", "\u0418\u0432\u0430\u043D\u043E\u0432\u044B\u043C", "\u0418\u0432\u0430\u043D\u043E\u0432 \u041F\u0435\u0442\u0440"),
        new(Patient, "\u03A0\u03B1\u03C0\u03B1\u03B4\u03CC\u03C0\u03BF\u03C5\u03BB\u03BF\u03C2^\u0393\u03B9\u03CE\u03C1\u03B3\u03BF\u03C2", "\u03A0\u03B1\u03C0\u03B1\u03B4\u03CC\u03C0\u03BF\u03C5\u03BB\u03BF\u03C2", "\u03A0\u0391\u03A0\u0391\u0394\u039F\u03A0\u039F\u03A5\u039B\u039F\u03A3", "\u03A0\u03B1\u03C0\u03B1\u03B4\u03BF\u03C0\u03BF\u03CD\u03BB\u03BF\u03C5"),
        new(Patient, "\u738B^\u5C0F\u4E1C", "\u738B\u5C0F\u4E1C", "\u738B\u5C0F\u6771", "\u5C0F\u4E1C", "\u738B \u5C0F\u4E1C", "\u738B\u5148\u751F"),
        new(Patient, "Zhang^XiaoDong=\u5F35^\u66C9\u6771", "\u5F35\u66C9\u6771", "\u5F20\u6653\u4E1C", "Zhang XiaoDong", "zhangxiaodong", "ZHANG, XIAODONG", "\u66C9\u6771"),
        new(Patient, "\u738B^\u4F1F", "\u738B\u4F1F", "\u738B\u5049"),
        new(Patient, "Yamada^Tarou=\u5C71\u7530^\u592A\u90CE=\u3084\u307E\u3060^\u305F\u308D\u3046", "\u5C71\u7530\u592A\u90CE", "\u5C71\u7530", "\u3084\u307E\u3060", "\u30E4\u30DE\u30C0", "\uFF94\uFF8F\uFF80\uFF9E", "Yamada", "YAMADA TAROU", "\u5C71\u7530\u592A\u90DE"),
        new(Patient, "\u9AD8\u6A4B^\u6075\u5B50", "\u9AD8\u6A4B", "\u9AD9\u6A4B", "\u9AD8\u6A4B\u6075\u5B50", "\u9AD8\u6A4B\u60E0\u5B50"),
        new(Patient, "\uAE40^\uCCA0\uC218", "\uAE40\uCCA0\uC218", "\uCCA0\uC218", "\uAE40 \uCCA0\uC218", "\u1100\u1175\u11B7\u110E\u1165\u11AF\u1109\u116E", "\uAE40\uCCA0\uC218\uC528"),
        new(Patient, "\u0645\u062D\u0645\u062F^\u062E\u0627\u0644\u062F", "\u0645\u062D\u0645\u062F", "\u0645\u062D\u0640\u0640\u0645\u062F", "\u062E\u0627\u0644\u062F \u0645\u062D\u0645\u062F", "\u0645\u064F\u062D\u0645\u064E\u0651\u062F"),
        new(Patient, "\u05DB\u05D4\u05DF^\u05D3\u05D5\u05D3", "\u05DB\u05D4\u05DF", "\u05D3\u05D5\u05D3 \u05DB\u05D4\u05DF"),
        new(Patient, "Nguy\u1EC5n^V\u0103n An", "Nguy\u1EC5n", "NGUYEN", "nguyen van an", "Nguye\u0302\u0303n"),
        new(0x0010_0020, "PIDQZ-847362951", "PIDQZ-847362951", "pidqz847362951", "PIDQZ 847362951", "847362951", "PIDQZ_847362951"),
        new(0x0010_0020, "0099712239", "0099712239", "99712239", "099712239", "ID99712239"),
        new(0x0008_0050, "H24-98765", "H24-98765", "H2498765", "h24 98765", "h24_98765"),
        new(0x0010_2154, "044 555 12 34", "044 555 12 34", "0445551234", "044-555-12-34", "+41 44 555 12 34"),
        new(0x0010_0030, "19500321", "19500321", "21.03.1950", "1950-03-21", "21 March 1950", "21-MAR-1950", "03/21/1950", "21. M\u00E4rz 1950", "1950\u5E743\u670821\u65E5", "\u662D\u548C25\u5E743\u670821\u65E5",
            "21.3.50", "\u4E00\u4E5D\u4E94\u3007\u5E74\u4E09\u6708\u4E8C\u5341\u4E00\u65E5"),
    ];

    /// <summary>Whether it is the name of a person.</summary>
    public bool IsName => Tag is Patient or Referring or Operator;

    /// <summary>The bytes of a spelling in any character set that a reader may assume.</summary>
    public static IEnumerable<byte[]> BytesOf(string spelling, string characterSet)
    {
        yield return Encoding.UTF8.GetBytes(spelling);
        yield return Encoding.Unicode.GetBytes(spelling);
        if (SpecificCharacterSet.TryParse(characterSet, out var set) && set.TryEncode(spelling, DicomVR.LT, out var bytes))
        {
            yield return bytes;
        }
    }

    private static string[] Cases(string name) => [name, name.ToUpperInvariant(), name.ToLowerInvariant()];
}
