// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Deidentification.Requests.Pixels;

/// <summary>
/// An object inside a request that may have only known members. Errors name what is at fault by its path, such as
/// <c>MaskPixelData.Regions[0].Origin</c>.
/// </summary>
internal sealed class KnownObject
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);

    /// <summary>Reads an object.</summary>
    /// <param name="value">The object.</param>
    /// <param name="path">Its path in the request.</param>
    /// <param name="known">The allowed names of its members.</param>
    /// <exception cref="RequestException">It is not an object, or has another member.</exception>
    public KnownObject(JsonElement value, string path, params string[] known)
    {
        Path = path;
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new RequestException(RequestFault.BadFormat, $"Member \"{path}\" should be an object");
        }

        foreach (var (name, member) in RequestJson.Members(value, path))
        {
            if (!known.Contains(name))
            {
                // If it were ignored, what it should mask would stay.
                throw new RequestException(
                    RequestFault.BadFormat,
                    $"Member \"{path}\": there is no member \"{Shortened(name)}\"{new KnownNames(known).Hint(name)}");
            }

            _members.Add(name, member);
        }
    }

    /// <summary>The path of the object in the request.</summary>
    public string Path { get; }

    /// <summary>The path of a member.</summary>
    public string PathOf(string name) => $"{Path}.{name}";

    /// <summary>Whether a member is present.</summary>
    public bool Has(string name) => _members.ContainsKey(name);

    /// <summary>A member; null if it is absent.</summary>
    public JsonElement? Get(string name) => _members.TryGetValue(name, out var value) ? value : null;

    /// <summary>A Boolean member; false if it is absent.</summary>
    public bool Flag(string name) => Get(name) is { } value && RequestJson.BooleanOf(value, PathOf(name));

    /// <summary>A string member; null if it is absent.</summary>
    public string? Text(string name) => Get(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? RequestJson.Text(value, PathOf(name))
        : throw Fault(name, "should be a string");

    /// <summary>A member that names one of several choices.</summary>
    /// <typeparam name="T">The enumeration of the choices.</typeparam>
    /// <param name="name">The member.</param>
    /// <param name="byDefault">The choice if it is absent.</param>
    public T Choice<T>(string name, T byDefault)
        where T : struct, Enum =>
        Text(name) is not { } text ? byDefault
        : EnumName.TryParse(text, out T choice) ? choice
        : throw new RequestException(
            RequestFault.OutOfRange,
            $"Member \"{PathOf(name)}\" should be one of {string.Join(", ", Enum.GetNames<T>())}");

    /// <summary>A number within bounds; null if it is absent.</summary>
    public double? Number(string name, double least, double most)
    {
        if (Get(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number) || !double.IsFinite(number))
        {
            throw Fault(name, "should be a number");
        }

        return number >= least && number <= most
            ? number
            : throw new RequestException(
                RequestFault.OutOfRange, FormattableString.Invariant($"Member \"{PathOf(name)}\" should be from {least} to {most}"));
    }

    /// <summary>A whole number within bounds; null if it is absent.</summary>
    public int? Integer(string name, int least, int most)
    {
        if (Get(name) is not { } value)
        {
            return null;
        }

        if (!IsInteger(value, out var number))
        {
            throw Fault(name, "should be an integer");
        }

        return number >= least && number <= most
            ? number
            : throw new RequestException(
                RequestFault.OutOfRange, $"Member \"{PathOf(name)}\" should be from {least} to {most}");
    }

    /// <summary>A list of strings; empty if it is absent.</summary>
    public string[] Texts(string name) => Get(name) is not { } value ? []
        : value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(one => RequestJson.Text(one, PathOf(name)))]
            : throw Fault(name, "should be an array of strings");

    /// <summary>The error for a member that is not what it should be.</summary>
    public RequestException Fault(string name, string what) =>
        new(RequestFault.BadFormat, $"Member \"{PathOf(name)}\" {what}");

    /// <summary>Whether a value is written as an integer of 32 bits, without a point or an exponent.</summary>
    public static bool IsInteger(JsonElement value, out int number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && !value.GetRawText().AsSpan().ContainsAny(".eE")
            && value.TryGetInt32(out number);
    }

    private static string Shortened(string name) => name.Length > KnownNames.Longest ? $"{name[..KnownNames.Longest]}…" : name;
}
