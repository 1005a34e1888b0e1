// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Documentation;

/// <summary>docs/openapi.yaml, in its restricted form: maps as blocks, lists in brackets, one line per text.</summary>
internal sealed partial class OpenApi
{
    private const string Schemas = "/components/schemas/";

    /// <summary>The values by path. A path has a slash before each key; slashes within a key are escaped.</summary>
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Reads the file.</summary>
    /// <exception cref="FormatException">The file has another form.</exception>
    public OpenApi()
    {
        var keys = new List<string>();
        foreach (var (number, line) in File.ReadLines(ProjectFiles.Page("openapi.yaml")).Index())
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            var match = Line().Match(line);
            var depth = match.Groups["indent"].Length / 2;
            if (!match.Success || match.Groups["indent"].Length % 2 != 0 || depth > keys.Count)
            {
                throw new FormatException($"docs/openapi.yaml, line {number + 1}: {line}");
            }

            keys.RemoveRange(depth, keys.Count - depth);
            keys.Add(match.Groups["key"].Value.Trim('"').Replace("/", "~", StringComparison.Ordinal));
            if (!_values.TryAdd($"/{string.Join('/', keys)}", match.Groups["value"].Value))
            {
                throw new FormatException($"docs/openapi.yaml, line {number + 1}: a second {keys[^1]}");
            }
        }
    }

    /// <summary>Each route with each of its methods, such as <c>POST /studies/{id}/anonymize</c>.</summary>
    public IEnumerable<string> Routes =>
        from key in _values.Keys
        let parts = key.Split('/')
        where parts is [_, "paths", _, "get" or "post" or "delete" or "put"]
        select $"{parts[3].ToUpperInvariant()} {parts[2].Replace('~', '/')}";

    /// <summary>The members of the body of a kind of request.</summary>
    /// <param name="request">The name of the schema.</param>
    public IReadOnlyList<string> MembersOf(string request)
    {
        var above = $"{Schemas}{request}/properties/";
        return [.. _values.Keys.Where(key => key.StartsWith(above, StringComparison.Ordinal)).Select(key => key[above.Length..])];
    }

    /// <summary>The JSON types that a member may have; empty if any type is allowed.</summary>
    public IReadOnlyList<string> TypesOf(string member) =>
        _values.TryGetValue($"{Schemas}{member}/type", out var type)
            ? [.. type.Trim('[', ']').Split(',').Select(static one => one.Trim(' ', '"'))]
            : [];

    /// <summary>Examples of a member.</summary>
    public IEnumerable<JsonNode?> ExamplesOf(string member) =>
        JsonNode.Parse(_values[$"{Schemas}{member}/examples"])!.AsArray().Select(static example => example?.DeepClone());

    /// <summary>The schemas and answers that are referenced but do not exist.</summary>
    public IEnumerable<string> BrokenReferences() =>
        _values.Values.SelectMany(static value => Reference().Matches(value)).Select(static match => match.Groups["path"].Value)
            .Distinct().Where(path => !_values.ContainsKey(path));

    /// <summary>Whether a value has one of the given JSON types.</summary>
    public static bool Is(JsonNode? value, IReadOnlyList<string> types) => types.Count == 0 || types.Contains(
        value?.GetValueKind() switch
        {
            null or JsonValueKind.Null => "null",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.String => "string",
            JsonValueKind.Array => "array",
            JsonValueKind.Object => "object",
            _ => value.ToJsonString().Contains('.', StringComparison.Ordinal) ? "number" : "integer",
        });

    [GeneratedRegex(
        """^(?<indent> *)(?<key>"[^"]+"|[^\s":#-][^\s":]*):(?: (?<value>\S.*))?$""", RegexOptions.ExplicitCapture)]
    private static partial Regex Line();

    [GeneratedRegex("""\$ref: "#(?<path>[^"]+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
