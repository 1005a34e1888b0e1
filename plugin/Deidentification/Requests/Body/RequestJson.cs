// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;

namespace OrthancDeid.Deidentification.Requests.Body;

/// <summary>
/// Reads the body of a request as JSON, as leniently as clients expect. A byte-order mark, comments, trailing commas and
/// text after the object are accepted. Of repeated members, the last one counts.
/// </summary>
internal static class RequestJson
{
    /// <summary>The deepest nesting of objects and arrays.</summary>
    public const int MaximumDepth = 1000;

    /// <summary>Reads the object at the start of the body.</summary>
    /// <exception cref="RequestException">There is no such object: <see cref="RequestFault.BadFormat"/>.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith("\uFEFF"u8))
        {
            body = body[3..];
        }

        var options = new JsonDocumentOptions
        {
            CommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
            MaxDepth = MaximumDepth,
        };
        var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions
        {
            CommentHandling = options.CommentHandling,
            AllowTrailingCommas = options.AllowTrailingCommas,
            MaxDepth = options.MaxDepth,
        });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new RequestException(RequestFault.BadFormat, "The body of the request should be a JSON object");
            }

            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            // Not JsonDocument.ParseValue, and no Dispose: these use a pool for each thread of the host, where arrays
            // as large as the body would stay.
            return JsonDocument.Parse(body[start..(int)reader.BytesConsumed], options).RootElement;
        }
        catch (JsonException fault)
        {
            // The message of the reader would quote the body.
            throw new RequestException(
                RequestFault.BadFormat,
                $"The body of the request is not valid JSON, or nested deeper than {MaximumDepth} levels "
                + $"(line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1})",
                fault);
        }
    }

    /// <summary>The text of a string.</summary>
    /// <param name="value">The string.</param>
    /// <param name="owner">The member to which it belongs.</param>
    public static string Text(JsonElement value, string owner)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException fault)
        {
            throw new RequestException(RequestFault.BadFormat, $"Member \"{owner}\" holds text that is not UTF-8", fault);
        }
    }

    /// <summary>The last members of each name in an object, ordered by the bytes of their names.</summary>
    public static IEnumerable<KeyValuePair<string, JsonElement>> Members(JsonElement value, string owner)
    {
        var members = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            members[Name(member, owner)] = member.Value;
        }

        return members;
    }

    /// <summary>The name of a member.</summary>
    /// <param name="member">The member.</param>
    /// <param name="owner">The member that contains it; null for the body itself.</param>
    public static string Name(JsonProperty member, string? owner = null)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException fault)
        {
            throw new RequestException(
                RequestFault.BadFormat,
                $"{(owner is null ? "The body of the request" : $"Member \"{owner}\"")} holds a name that is not UTF-8",
                fault);
        }
    }

    /// <summary>Finds a member. Of repeated members, the last one.</summary>
    public static bool TryGet(JsonElement request, RequestMember member, out JsonElement value) =>
        request.TryGetProperty(member.Name, out value);

    /// <summary>A Boolean member.</summary>
    public static bool Boolean(JsonElement request, RequestMember member, bool byDefault = false) =>
        TryGet(request, member, out var value) ? BooleanOf(value, member.Name) : byDefault;

    /// <summary>The value of a Boolean member.</summary>
    public static bool BooleanOf(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new RequestException(RequestFault.BadFormat, $"Member \"{name}\" should be a Boolean value"),
    };

    /// <summary>An integer member of 32 bits; 0 if it is absent.</summary>
    public static int Integer(JsonElement request, RequestMember member)
    {
        if (!TryGet(request, member, out var value))
        {
            return 0;
        }

        // As in Orthanc, a number with a point or an exponent is not an integer, even if it is whole.
        return value.ValueKind == JsonValueKind.Number && !value.GetRawText().AsSpan().ContainsAny(".eE")
            && value.TryGetInt32(out var number)
            ? number
            : throw new RequestException(RequestFault.BadFormat, $"Integer value expected in field: {member}");
    }

    /// <summary>A string member; null if it is absent.</summary>
    public static string? String(JsonElement request, RequestMember member)
    {
        if (!TryGet(request, member, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String
            ? Text(value, member.Name)
            : throw new RequestException(RequestFault.BadFormat, $"String value expected in field: {member}");
    }

    /// <summary>
    /// Whether two values are equal, whatever the order of their members. It does not use <c>JsonElement.DeepEquals</c>,
    /// which needs more stack than the threads have on which the host answers requests.
    /// </summary>
    public static bool AreSame(JsonElement first, JsonElement second)
    {
        var pending = new Stack<(JsonElement, JsonElement)>([(first, second)]);
        while (pending.TryPop(out var next))
        {
            var (one, other) = next;
            var isSame = one.ValueKind == other.ValueKind && one.ValueKind switch
            {
                JsonValueKind.Object => HaveSameMembers(one, other, pending),
                JsonValueKind.Array => HaveSameLength(one, other, pending),
                JsonValueKind.String => one.GetString() == other.GetString(),
                JsonValueKind.Number => one.GetRawText() == other.GetRawText()
                    || (one.TryGetDecimal(out var number) && other.TryGetDecimal(out var same) && number == same),
                _ => true,
            };
            if (!isSame)
            {
                return false;
            }
        }

        return true;
    }

    private static bool HaveSameMembers(JsonElement one, JsonElement other, Stack<(JsonElement, JsonElement)> values)
    {
        var members = LastMembers(one);
        var others = LastMembers(other);
        foreach (var (name, value) in members)
        {
            if (!others.TryGetValue(name, out var same))
            {
                return false;
            }

            values.Push((value, same));
        }

        return members.Count == others.Count;
    }

    private static bool HaveSameLength(JsonElement one, JsonElement other, Stack<(JsonElement, JsonElement)> values)
    {
        foreach (var pair in one.EnumerateArray().Zip(other.EnumerateArray()))
        {
            values.Push(pair);
        }

        return one.GetArrayLength() == other.GetArrayLength();
    }

    private static Dictionary<string, JsonElement> LastMembers(JsonElement value)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        return members;
    }
}
