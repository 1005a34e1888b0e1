// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests.CharacterSets;

/// <summary>pydicom, which shares no code with this project, reads the same text.</summary>
public sealed class PydicomComparisonTests
{
    // Prints a line of JSON for each text element of pydicom's own files about character sets.
    private const string FilesScript = """
        import json, os
        import pydicom
        from pydicom.data import get_charset_files
        TEXT = ('LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT')
        def walk(name, dataset, terms):
            own = dataset.get_item(0x00080005)
            if own is not None:
                if isinstance(own.value, bytes):
                    terms = own.value.decode('ascii')
                else:
                    terms = own.value if isinstance(own.value, str) else '\\'.join(own.value)
            raw = {tag: dataset.get_item(tag) for tag in dataset.keys()}
            raw = {tag: element.value for tag, element in raw.items() if isinstance(element.value, bytes)}
            for element in dataset:
                if element.VR == 'SQ':
                    for item in element.value:
                        walk(name, item, terms)
                elif element.VR in TEXT and element.tag in raw and element.value:
                    values = [element.value] if element.VM == 1 else element.value
                    print(json.dumps({'file': name, 'tag': str(element.tag), 'terms': terms, 'vr': element.VR,
                        'bytes': raw[element.tag].hex(), 'text': '\\'.join(str(value) for value in values)}))
        for path in get_charset_files('chr*.dcm'):
            walk(os.path.basename(path), pydicom.dcmread(path), '')
        """;

    // Reads lines of terms, VR and bytes, separated by tabs, and prints the text of each as JSON.
    private const string DecodeScript = """
        import json, sys
        from pydicom.charset import convert_encodings, decode_bytes
        from pydicom.valuerep import PersonName, PN_DELIMS, TEXT_VR_DELIMS
        for line in sys.stdin:
            terms, vr, value = line.rstrip('\n').split('\t')
            encodings = convert_encodings(terms.split('\\'))
            value = bytes.fromhex(value)
            if vr == 'PN':
                text = str(PersonName(value, encodings).decode())
            else:
                text = decode_bytes(value, encodings, TEXT_VR_DELIMS)
            print(json.dumps(text))
        """;

    [Test]
    public void The_texts_of_test_files_are_the_same()
    {
        string[] lines = Python.Run("pydicom", FilesScript);
        var files = new HashSet<string>();
        foreach (string line in lines)
        {
            using JsonDocument element = JsonDocument.Parse(line);
            string Member(string name) => element.RootElement.GetProperty(name).GetString()!;
            SpecificCharacterSet set = Sets.Of(Member("terms"));
            DicomVR vr = Enum.Parse<DicomVR>(Member("vr"));
            string text = set.Decode(Convert.FromHexString(Member("bytes")), vr).TrimEnd(' ', '\0');

            // pydicom leaves out empty component groups at the end of a name.
            Assert.That(vr == DicomVR.PN ? text.TrimEnd('=') : text,
                Is.EqualTo(Member("text").TrimEnd(' ', '\0')), $"{Member("file")} {Member("tag")}");
            if (text.Any(character => character >= 0x80))
            {
                files.Add(Member("file"));
                Assert.That(set.TryEncode(text, vr, out byte[] value), Is.True, $"{Member("file")} {Member("tag")}");
                Assert.That(set.Decode(value, vr), Is.EqualTo(text), $"{Member("file")} {Member("tag")}");
            }
        }

        TestContext.Out.WriteLine($"{lines.Length} texts; beyond ASCII in: {string.Join(", ", files)}");
        Assert.That(files, Has.Count.GreaterThanOrEqualTo(15), "files with text beyond ASCII");
    }

    [Test]
    public void Pydicom_reads_what_we_write()
    {
        var random = new Random(0x0008_0104);
        var cases = new List<(string Line, string Text)>();

        // pydicom does not know ISO-IR 203.
        foreach (string terms in Sets.AllTerms.Where(terms => terms.Length > 0
            && !terms.Contains("203", StringComparison.Ordinal)))
        {
            SpecificCharacterSet set = Sets.Of(terms);

            // Python maps these two characters of GB 2312 differently; see RepertoireTests.
            string alphabet = string.Concat(RandomTextTests.Alphabet(set).Where(one => one is not ('—' or '·')));
            for (int i = 0; i < 300; i++)
            {
                DicomVR vr = i % 2 == 0 ? DicomVR.LO : DicomVR.PN;
                string text = RandomTextTests.RandomText(random, alphabet, vr == DicomVR.PN ? "aB c^" : "aB c^=\r\n");
                Assert.That(set.TryEncode(text, vr, out byte[] value), Is.True);

                // pydicom splits names before it decodes them, even at bytes inside of characters.
                if (vr == DicomVR.PN
                    && value.Count(code => code is (byte)'^' or (byte)'=') != text.Count(one => one is '^'))
                {
                    continue;
                }

                cases.Add(($"{terms}\t{vr}\t{Convert.ToHexString(value)}", text));
            }
        }

        Assert.That(cases, Has.Count.GreaterThan(6000));
        string[] lines = Python.Run("pydicom", DecodeScript, input: cases.Select(one => one.Line));
        Assert.That(lines, Has.Length.EqualTo(cases.Count));
        for (int i = 0; i < lines.Length; i++)
        {
            // pydicom leaves the escape sequence of ISO-IR 58 in the text.
            string text = JsonSerializer.Deserialize<string>(lines[i])!.Replace("\e$)A", "", StringComparison.Ordinal);
            Assert.That(text, Is.EqualTo(cases[i].Text), cases[i].Line);
        }
    }
}
