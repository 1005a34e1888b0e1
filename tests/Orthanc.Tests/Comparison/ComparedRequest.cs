// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using System.Text.Json;
using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Comparison;

/// <summary>A request that both hosts received, and the tags and paths that it names. Names that cannot be parsed are left
/// out.</summary>
internal sealed class ComparedRequest
{
    private readonly JsonElement _body;
    private readonly List<(string Name, DicomTag? Tag, RequestedPath? Path, JsonElement Value)> _replaced = [];

    private readonly List<string> _names = [];

    /// <summary>Parses a request.</summary>
    /// <param name="operation"><c>anonymize</c> or <c>modify</c>.</param>
    /// <param name="body">The body.</param>
    public ComparedRequest(string operation, string body)
    {
        _body = Read(body);
        Operation = operation;
        Body = body;
        (Kept, KeptPaths) = Names("Keep");
        (Removed, RemovedPaths) = Names("Remove");
        if (Member("Replace") is { ValueKind: JsonValueKind.Object } replace)
        {
            foreach (var member in replace.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
            {
                DicomTag? tag = TryTag(member.Name, out var read) ? read : null;
                _ = RequestedPath.TryParse(member.Name, out var path);
                _replaced.Add((member.Name, tag, path, member.Value));
            }
        }

        Replaced = _replaced.Where(entry => entry.Tag is not null).Select(entry => entry.Tag!.Value).ToHashSet();
        ReplacedPaths = [.. _replaced.Where(entry => entry.Path is not null).Select(entry => entry.Path!)];
        Edition = Member("DicomVersion")?.ToString() ?? "2023b";
        RemovesPrivate = Member("RemovePrivateTags") is { ValueKind: JsonValueKind.True };
        KeepsPrivate = Member("KeepPrivateTags") is { ValueKind: JsonValueKind.True };
        PrivateCreator = Member("PrivateCreator") is { ValueKind: JsonValueKind.String } creator
            ? creator.GetString()! : string.Empty;
    }

    /// <summary><c>anonymize</c> or <c>modify</c>.</summary>
    public string Operation { get; }

    /// <summary>The body.</summary>
    public string Body { get; }

    /// <summary>The body as JSON; an empty object if it cannot be parsed.</summary>
    public JsonElement Json => _body;

    /// <summary>Whether the confidentiality profile is applied.</summary>
    public bool IsAnonymization => Operation == "anonymize";

    /// <summary>The tags that <c>Replace</c> names at the top level.</summary>
    public IReadOnlySet<DicomTag> Replaced { get; }

    /// <summary>The paths that <c>Replace</c> names.</summary>
    public IReadOnlyList<RequestedPath> ReplacedPaths { get; }

    /// <summary>The tags that <c>Keep</c> names at the top level.</summary>
    public IReadOnlySet<DicomTag> Kept { get; }

    /// <summary>The paths that <c>Keep</c> names.</summary>
    public IReadOnlyList<RequestedPath> KeptPaths { get; }

    /// <summary>The tags that <c>Remove</c> names at the top level.</summary>
    public IReadOnlySet<DicomTag> Removed { get; }

    /// <summary>The paths that <c>Remove</c> names.</summary>
    public IReadOnlyList<RequestedPath> RemovedPaths { get; }

    /// <summary>The edition of the profile.</summary>
    public string Edition { get; }

    /// <summary>Whether modify deletes private elements.</summary>
    public bool RemovesPrivate { get; }

    /// <summary>Whether anonymize keeps private elements.</summary>
    public bool KeepsPrivate { get; }

    /// <summary>The creator that the request names; empty for none.</summary>
    public string PrivateCreator { get; }

    /// <summary>All values of <c>Replace</c> with their tags, those in sequences included.</summary>
    public IEnumerable<(DicomTag Tag, JsonElement Value)> Values()
    {
        var pending = new Stack<(DicomTag Tag, JsonElement Value)>();
        foreach (var (_, tag, path, value) in _replaced)
        {
            if ((tag ?? path?.Tag) is { } named)
            {
                pending.Push((named, value));
            }
        }

        while (pending.TryPop(out var next))
        {
            yield return next;
            if (next.Value.ValueKind == JsonValueKind.Array)
            {
                foreach (var member in next.Value.EnumerateArray()
                    .Where(item => item.ValueKind == JsonValueKind.Object)
                    .SelectMany(item => item.EnumerateObject()))
                {
                    if (TryTag(member.Name, out var tag))
                    {
                        pending.Push((tag, member.Value));
                    }
                }
            }
        }
    }

    /// <summary>The tags that the request names by keyword, alone or at the end of a path.</summary>
    public IEnumerable<DicomTag> Keywords =>
        from name in _replaced.SelectMany(entry => NamesIn(entry.Value).Prepend(entry.Name)).Concat(_names)
        let last = name[(name.LastIndexOf('.') + 1)..]
        where ElementDictionary.Standard.TryFind(last.Trim(), out _)
        select TryTag(last, out var tag) ? tag : default;

    /// <summary>The names of the elements in a given sequence, at any depth.</summary>
    private static IEnumerable<string> NamesIn(JsonElement value)
    {
        var pending = new Stack<JsonElement>([value]);
        while (pending.TryPop(out var next))
        {
            foreach (var member in next.ValueKind == JsonValueKind.Object ? next.EnumerateObject() : default)
            {
                yield return member.Name;
                pending.Push(member.Value);
            }

            foreach (var item in next.ValueKind == JsonValueKind.Array ? next.EnumerateArray() : default)
            {
                pending.Push(item);
            }
        }
    }

    /// <summary>The texts that <c>Replace</c> gives for a tag at any depth. A data URI is decoded if its bytes are
    /// text.</summary>
    public IEnumerable<string> Texts(DicomTag tag) =>
        from value in Values()
        where value.Tag == tag && value.Value.ValueKind == JsonValueKind.String
        select EncodedBytes.TextOf(value.Value.GetString()!);

    /// <summary>The text that <c>Replace</c> gives for an element, at the top level or in a sequence; null for
    /// none.</summary>
    public string? Given(string path) => GivenValue(path) switch
    {
        { ValueKind: JsonValueKind.String } text => EncodedBytes.TextOf(text.GetString()!),
        { ValueKind: JsonValueKind.Null } => string.Empty,
        _ => null,
    };

    /// <summary>The value that <c>Replace</c> gives for an element, at the top level or in a sequence; null for
    /// none.</summary>
    public JsonElement? GivenValue(string path)
    {
        if (Member("Replace") is not { } value)
        {
            return null;
        }

        var isItem = false;
        foreach (var step in path.Split('.'))
        {
            var bracket = step.IndexOf('[', StringComparison.Ordinal);
            var tag = TryTag(bracket < 0 ? step : step[..bracket], out var read) ? read : default;
            JsonElement[] members = value.ValueKind == JsonValueKind.Object
                ? [.. value.EnumerateObject().Where(p => TryTag(p.Name, out var named) && named == tag)
                    .OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => p.Value)]
                : [];

            // If a tag is spelled in several ways, the last one counts; in an item, the first.
            JsonElement? member = members.Length == 0 ? null : isItem ? members[0] : members[^1];
            isItem = true;
            if (member is not { } found)
            {
                return null;
            }

            value = found;
            if (bracket >= 0)
            {
                var index = int.Parse(step[(bracket + 1)..^1], CultureInfo.InvariantCulture);
                if (value.ValueKind != JsonValueKind.Array || index >= value.GetArrayLength())
                {
                    return null;
                }

                value = value[index];
            }
        }

        return value;
    }

    /// <summary>The operation and the body.</summary>
    public override string ToString() => $"{Operation} {Body}";

    /// <summary>Reads a tag in any spelling (docs/values.md, Tags).</summary>
    public static bool TryTag(string name, out DicomTag tag)
    {
        var spelling = name.Trim();
        if (DicomTag.TryParse(spelling is ['(', .. var inner, ')'] ? inner : spelling, out tag))
        {
            return true;
        }

        var isKnown = ElementDictionary.Standard.TryFind(spelling, out var entry);
        tag = entry.Tag;
        return isKnown;
    }

    private static JsonElement Read(string body)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(body.TrimStart('\uFEFF')), new JsonReaderOptions
        {
            CommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
        });
        try
        {
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document.RootElement.Clone();
            }
        }
        catch (JsonException)
        {
            // A malformed body requests nothing.
        }

        using var nothing = JsonDocument.Parse("{}");
        return nothing.RootElement.Clone();
    }

    private JsonElement? Member(string name) =>
        _body.TryGetProperty(name, out var member) ? member : null;

    private (HashSet<DicomTag> Tags, List<RequestedPath> Paths) Names(string member)
    {
        HashSet<DicomTag> tags = [];
        List<RequestedPath> paths = [];
        if (Member(member) is { ValueKind: JsonValueKind.Array } names)
        {
            foreach (var name in names.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String))
            {
                _names.Add(name.GetString()!);
                if (TryTag(name.GetString()!, out var tag))
                {
                    tags.Add(tag);
                }
                else if (RequestedPath.TryParse(name.GetString()!, out var path))
                {
                    paths.Add(path);
                }
            }
        }

        return (tags, paths);
    }
}
