// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Plugin.Configuration;

/// <summary>
/// The names of character sets in the configuration of the host, and the defined terms of PS3.3 C.12.1.1.2.
/// </summary>
internal static class HostEncoding
{
    /// <summary>The default of the host.</summary>
    public const string Default = "Latin1";

    /// <summary>The character set of a name.</summary>
    /// <returns>False if the name is unknown, or has no defined term.</returns>
    public static bool TryFind(string name, out SpecificCharacterSet characterSet)
    {
        characterSet = SpecificCharacterSet.Default;
        return Terms(name) is { } terms && SpecificCharacterSet.TryParse(terms, out characterSet);
    }

    private static string? Terms(string name) => name switch
    {
        "Ascii" => "ISO_IR 6",
        "Utf8" => "ISO_IR 192",
        "Latin1" => "ISO_IR 100",
        "Latin2" => "ISO_IR 101",
        "Latin3" => "ISO_IR 109",
        "Latin4" => "ISO_IR 110",
        "Latin5" => "ISO_IR 148",
        "Latin9" => "ISO_IR 203",
        "Cyrillic" => "ISO_IR 144",
        "Arabic" => "ISO_IR 127",
        "Greek" => "ISO_IR 126",
        "Hebrew" => "ISO_IR 138",
        "Thai" => "ISO_IR 166",
        "Japanese" => "ISO_IR 13",
        "Chinese" => "GB18030",
        "JapaneseKanji" => @"\ISO 2022 IR 87",
        "Korean" => @"\ISO 2022 IR 149",
        "SimplifiedChinese" => @"\ISO 2022 IR 58",
        _ => null,
    };
}
