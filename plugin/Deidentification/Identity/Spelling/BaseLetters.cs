// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Identity.Spelling;

/// <summary>
/// Capital letters with accents, their base letters, and how they are spelt out.
/// </summary>
internal static class BaseLetters
{
    /// <summary>The combining marks of the letters of <see cref="SpeltOut"/>, which may follow a letter.</summary>
    private const char Diaeresis = '\u0308';
    private const char Ring = '\u030A';

    /// <summary>
    /// Base letters, each with its variants: letters of the blocks Latin-1 to Latin Extended-B, Latin Extended Additional,
    /// Greek and Cyrillic, small letters that have no capital, ligatures, and letters of Arabic names that differ between
    /// keyboards.
    /// </summary>
    private static readonly string[] Accented =
    [
        "A ÀÁÂÃÄÅĀĂĄǍǞǠǺȀȂȦḀẠẢẤẦẨẪẬẮẰẲẴẶ",
        "B ḂḄḆ",
        "C ÇĆĈĊČḈ",
        "D ÐĎĐƉḊḌḎḐḒ",
        "E ÈÉÊËĒĔĖĘĚȄȆȨḔḖḘḚḜẸẺẼẾỀỂỄỆ",
        "F Ḟ",
        "G ĜĞĠĢǦǴḠ",
        "H ĤĦȞḢḤḦḨḪẖ",
        "I ÌÍÎÏĨĪĬĮİıǏȈȊḬḮỈỊ",
        "J Ĵǰ",
        "K ĶĸǨḰḲḴ",
        "L ĹĻĽĿŁḶḸḺḼ",
        "M ḾṀṂ",
        "N ÑŃŅŇŉŊǸṄṆṈṊ",
        "O ÒÓÔÕÖØŌŎŐƠǑǪǬǾȌȎȪȬȮȰṌṎṐṒỌỎỐỒỔỖỘỚỜỞỠỢ",
        "P ṔṖ",
        "R ŔŖŘȐȒṘṚṜṞ",
        "S ŚŜŞŠſȘṠṢṤṦṨ",
        "T ŢŤŦȚṪṬṮṰẗ",
        "U ÙÚÛÜŨŪŬŮŰŲƯǓǕǗǙǛȔȖṲṴṶṸṺỤỦỨỪỬỮỰ",
        "V ṼṾ",
        "W ŴẀẂẄẆẈẘ",
        "X ẊẌ",
        "Y ÝŶŸȲẎẙỲỴỶỸ",
        "Z ŹŻŽẐẒẔ",
        "FF ﬀ", "FI ﬁ", "FL ﬂ", "FFI ﬃ", "FFL ﬄ", "ST ﬅﬆ",
        "AE ÆǢǼ", "OE Œ", "TH Þ", "SS ßẞ", "IJ Ĳ",
        "Α Ά", "Ε Έ", "Η Ή", "Ι ΊΪΐ", "Ο Ό", "Υ ΎΫΰ", "Ω Ώ",
        "А ӐӒ", "Г Ѓ", "Е ЀЁӖ", "Ж ӁӜ", "З Ӟ", "И ЍЙӢӤ", "І Ї", "К Ќ", "О Ӧ", "У ЎӮӰӲ", "Ч Ӵ", "Ы Ӹ", "Э Ӭ",
        "ا أإآٱ", "ي ىیئ", "ه ةۀہ", "ك ک", "و ؤ",
    ];

    private static readonly Dictionary<char, string> Bases = Accented
        .Select(line => line.Split(' '))
        .SelectMany(line => line[1].Select(letter => (Letter: letter, Base: line[0])))
        .ToDictionary(entry => entry.Letter, entry => entry.Base);

    /// <summary>The base letters of a capital letter; null if it has no accent.</summary>
    public static string? Of(char letter) => Bases.GetValueOrDefault(letter);

    /// <summary>
    /// The letters that spell out a German or Scandinavian capital letter, whose mark may be the next character; null for
    /// all others.
    /// </summary>
    public static string? SpeltOut(char letter, char next) => (letter, next) switch
    {
        ('Ä', _) or ('A', Diaeresis) => "AE",
        ('Ö' or 'Ø', _) or ('O', Diaeresis) => "OE",
        ('Ü', _) or ('U', Diaeresis) => "UE",
        ('Å', _) or ('A', Ring) => "AA",
        _ => null,
    };
}
