// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;

namespace OrthancDeid.Orthanc.Tests.Differential;

/// <summary>A request that a client could send about a file: usually sensible, sometimes with one mistake.</summary>
internal sealed class GeneratedRequest
{
    /// <summary>Deeper bodies crash the built-in.</summary>
    private const int DeepestValue = 4;

    private static readonly JsonSerializerOptions Readable =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] BadNames =
        ["NoSuchTag", "patientname", "0010", "", "0010,001", "0010,00100", "0010:0010", "g010,0010", "PatientName ."];

    private static readonly string[] BadPaths =
    [
        "ReferencedStudySequence.0008,1155", "0008,1110[].0008,1155", "0008,1110[x].0008,1155",
        "0008,1110[-1].0008,1155",
        "0008,1110[0]", "[0].0008,1155", "0008,1110[0]..0008,1155", "0008,1110[0.0008,1155", "NoSuch[0].0008,1155",
        "0008,1110[0].NoSuchTag", "0008,1110[0].", ".0008,1155", "0008,1110[99999999999].0008,1155",
        "0008,1110[1 ].00081155",
        "0008,1110[0].0008,1155[0]", "0010,0010[0].0008,1155", "0008,1110[+1].0008,1155", "0008,1110[*][0].0008,1155",
    ];

    private static readonly string[] BadBodies =
    [
        "", "[]", "null", "12", "{", "x", """{"Force": tru}""", """{"Remove": [}""", "\"x\"", """{"Replace": {1: 2}}""",
        "{'a': 1}",
    ];

    private readonly SeededChoice _choice;

    private readonly IReadOnlyList<ListedElement> _elements;
    private readonly IReadOnlyList<ListedElement> _nested;
    private readonly JsonObject _body = [];

    private GeneratedRequest(SeededChoice choice, ListedFile file)
    {
        _choice = choice;
        _elements = [.. file.Elements.Where(element => element.IsTopLevel && !element.Path.Contains('#'))];
        _nested = [.. file.Elements.Where(element => !element.IsTopLevel && !element.Path.Contains('#'))];
    }

    /// <summary>Makes a request.</summary>
    /// <param name="choice">Makes the choices.</param>
    /// <param name="file">The file that the request is about.</param>
    public static (string Operation, string Body) Make(SeededChoice choice, ListedFile file)
    {
        var operation = choice.Of("anonymize", "modify");
        return choice.Percent(1)
            ? (operation, choice.Of(BadBodies))
            : (operation, new GeneratedRequest(choice, file).Body(operation == "anonymize"));
    }

    private string Body(bool isAnonymization)
    {
        AddNames("Remove", 30);
        AddReplacements();
        AddNames("Keep", 25);
        AddOptions(isAnonymization);
        var text = _choice.Percent(50) ? _body.ToJsonString() : _body.ToJsonString(Readable);
        return _choice.Weighted<Func<string>>(
            (96, () => text),
            (1, () => "\uFEFF" + text),
            (1, () => $"// a comment\n{text}"),
            (1, () => $"{text} and more"),
            (1, () => $"\t\r\n {text[..^1]}/* a comment */}}"))();
    }

    private void AddOptions(bool isAnonymization)
    {
        if (_choice.Percent(Identifies() ? 70 : 10))
        {
            _body["Force"] = Flag();
        }

        if (_choice.Percent(15))
        {
            _body[isAnonymization ? "KeepPrivateTags" : "RemovePrivateTags"] = Flag();
        }

        if (_choice.Percent(isAnonymization ? 15 : 2))
        {
            _body["DicomVersion"] = _choice.Weighted<Func<JsonNode?>>(
                (90, () => _choice.Of("2008", "2017c", "2021b", "2023b")), (5, () => _choice.Of("2024f", "", "2023B")),
                (3, () => 2008), (2, () => null))();
        }

        if (_choice.Percent(10))
        {
            _body["PrivateCreator"] = _choice.Weighted<Func<JsonNode?>>(
                (80, () => _choice.Of("MAKER", "ACME 1.1", "NEW CREATOR", "")),
                (10, () => _choice.Of(" MAKER ", "MAKER  ")),
                (5, () => 1), (5, () => null))();
        }

        if (_choice.Percent(4))
        {
            _body[_choice.Of("KeepLabels", "KeepSource", "Unknown", "LossyQuality", "Permissive", "Level",
                "KeepPrivateTags", "RemovePrivateTags", "Purpose")] = _choice.Of<Func<JsonNode?>>(
                    () => true, () => false, () => 1, () => "x", () => null, () => new JsonArray())();
        }
    }

    private JsonNode? Flag() => _choice.Weighted<Func<JsonNode?>>(
        (85, () => true), (10, () => false), (2, () => 1), (2, () => "true"), (1, () => null))();

    private bool Identifies() => _body.ToJsonString() is var body
        && (body.Contains("UID", StringComparison.Ordinal) || body.Contains("0020", StringComparison.Ordinal)
            || body.Contains("PatientID", StringComparison.Ordinal) || body.Contains("0018", StringComparison.Ordinal));

    private void AddNames(string member, int percent)
    {
        if (!_choice.Percent(percent))
        {
            return;
        }

        if (_choice.Percent(2))
        {
            _body[member] = _choice.Of<Func<JsonNode?>>(
                () => 1, () => null, () => new JsonObject(), () => "PatientName", () => new JsonArray(1),
                () => new JsonArray((JsonNode?)null), () => new JsonArray(new JsonArray()))();
            return;
        }

        var names = new JsonArray();
        for (var i = _choice.Weighted((60, 1), (25, 2), (10, 4), (5, 0)); i > 0; i--)
        {
            names.Add(Name().Spelling);
        }

        _body[member] = names;
    }

    private void AddReplacements()
    {
        if (!_choice.Percent(65))
        {
            return;
        }

        if (_choice.Percent(1))
        {
            _body["Replace"] = _choice.Of<Func<JsonNode?>>(() => 1, () => null, () => new JsonArray(), () => "x")();
            return;
        }

        var replace = new JsonObject();
        for (var i = _choice.Weighted((60, 1), (25, 2), (10, 4), (2, 8), (3, 0)); i > 0; i--)
        {
            var (spelling, vr) = Name();
            replace[spelling] = ComparedRequest.TryTag(spelling, out var tag) ? Value(tag, 1)
                : GeneratedValue.InRequest(vr, _choice, () => Items(1));
        }

        _body["Replace"] = replace;
    }

    private (string Spelling, DicomVR VR) Name()
    {
        if (_choice.Percent(2))
        {
            return (_choice.Of(_choice.Percent(60) ? BadPaths : BadNames), DicomVR.LO);
        }

        if (_choice.Percent(20))
        {
            return Path();
        }

        var tag = Tag();
        return (Spell(tag), KnownTags.VROf(tag));
    }

    private DicomTag Tag() => _choice.Weighted<Func<DicomTag>>(
        (35, () => _choice.Of(_elements).Tag),
        (25, () => KnownTags.Any(_choice).Tag),
        (12, () => _choice.Of(KnownTags.Usual)),
        (8, () => _choice.Of(KnownTags.Identifiers)),
        (5, () => _nested.Count > 0 ? _choice.Of(_nested).Tag : DicomTag.PatientName),
        (5, () => new DicomTag(_choice.Of<ushort>(0x0009, 0x0019, 0x0029, 0x0031),
            (ushort)(_choice.From(0x10, 0x12) << 8 | 1))),
        (2, () => new DicomTag(_choice.Of<uint>(0x0009_0010, 0x0019_0010, 0x0029_0011, 0x0031_0010))),
        (2, () => new DicomTag(_choice.Of<uint>(0x6000_3000, 0x6002_4000, 0x6000_0010, 0x5000_0005, 0x5002_3000))),
        (3, () => new DicomTag(_choice.Of<uint>(
            0x0008_0005, 0x0028_0103, 0x7FE0_0010, 0x0012_0062, 0x0012_0063, 0x0008_0016))),
        (2, () => new DicomTag(_choice.Of<uint>(
            0x0002_0010, 0x0002_0003, 0x0010_0000, 0x0008_0000, 0x0002_0000, 0x0000_0002))),
        (1, () => new DicomTag(_choice.Of<uint>(0x0010_FF14, 0x0044_7777, 0x0300_1234))))();

    private string Spell(DicomTag tag)
    {
        var digits = tag.ToString();
        var spelling = _choice.Weighted<Func<string>>(
            (30, () => digits),
            (15, () => digits.Replace(',', '-')),
            (15, () => digits.Replace(",", "", StringComparison.Ordinal)),
            (10, () => digits.ToUpperInvariant()),
            (5, () => $"({digits})"),
            (25, () => KeywordOf(tag) ?? digits))();
        return _choice.Percent(4) ? $" {spelling}\t" : spelling;
    }

    /// <summary>The keyword; null for repeating groups, whose keywords the built-in lacks or uses for other tags.</summary>
    private static string? KeywordOf(DicomTag tag) =>
        tag.Group is 0x5000 or 0x6000 || ElementDictionary.KeywordOf(tag) is not { Length: > 0 } keyword
            ? null : keyword;

    private (string Spelling, DicomVR VR) Path()
    {
        if (_nested.Count == 0 || _choice.Percent(10))
        {
            var away = _choice.Percent(50) ? _choice.Of(_elements).Tag : KnownTags.Of(DicomVR.SQ, _choice).Tag;
            var below = KnownTags.Any(_choice);
            return ($"{Spell(away)}{Index(0)}.{Spell(below.Tag)}", below.VR);
        }

        var steps = _choice.Of(_nested).Path.Split('.');
        var written = new List<string>();
        foreach (var step in steps[..^1])
        {
            var bracket = step.IndexOf('[', StringComparison.Ordinal);
            var item = int.Parse(step[(bracket + 1)..^1], CultureInfo.InvariantCulture);
            _ = DicomTag.TryParse(step.AsSpan(0, bracket), out var sequence);
            written.Add(Spell(sequence) + Index(item));
        }

        _ = DicomTag.TryParse(steps[^1], out var tag);
        if (_choice.Percent(20))
        {
            tag = Tag();
        }

        written.Add(Spell(tag));
        return (string.Join(_choice.Percent(4) ? " . " : ".", written), KnownTags.VROf(tag));
    }

    private string Index(int item) => _choice.Weighted(
        (60, $"[{item}]"), (30, "[*]"), (5, $"[{item + 1}]"), (3, $"[ {item} ]"), (2, "[7]"));

    private JsonNode? Value(DicomTag tag, int depth) =>
        tag == DicomTag.PixelData
        ? _choice.Of("abcd", "abc", "", "data:application/octet-stream;base64,AAEC/w==",
            "data:application/octet-stream;base64,AA==")
        : tag == DicomTag.SpecificCharacterSet && _choice.Percent(80) ? _choice.Of(GeneratedFile.CharacterSets)
        : GeneratedValue.InRequest(KnownTags.VROf(tag), _choice, () => depth <= DeepestValue ? Items(depth) : []);

    private JsonArray Items(int depth)
    {
        var items = new JsonArray();
        for (var i = _choice.Weighted((10, 0), (60, 1), (30, 2)); i > 0; i--)
        {
            var item = new JsonObject();
            for (var k = _choice.From(0, 3); k > 0; k--)
            {
                var tag = Tag();
                item[Spell(tag)] = Value(tag, depth + 1);
            }

            items.Add(item.Count == 0 && _choice.Percent(50) ? new JsonArray() : item);
        }

        return items;
    }
}
