// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Deidentification.Requests.Pixels;

/// <summary>The frames of an image that a request selects: all, or numbers and ranges, counted from 1. Immutable.</summary>
internal sealed class FrameSelection
{
    private const string AllFrames = "All";

    private readonly (int First, int Last)[] _ranges;

    private FrameSelection((int First, int Last)[] ranges) => _ranges = ranges;

    /// <summary>All frames.</summary>
    public static FrameSelection All { get; } = new([]);

    /// <summary>Whether all frames are selected, however many there are.</summary>
    public bool AreAll => _ranges.Length == 0;

    /// <summary>The highest number that is named; 0 if all frames are selected.</summary>
    public int Highest => AreAll ? 0 : _ranges.Max(range => range.Last);

    /// <summary>Whether a frame is selected.</summary>
    /// <param name="index">Its number, counted from 0.</param>
    public bool Contains(int index) =>
        AreAll || Array.Exists(_ranges, range => range.First <= index + 1 && index + 1 <= range.Last);

    /// <summary>Reads <c>"All"</c>, or an array of numbers and ranges, such as <c>["1-10", 42]</c>.</summary>
    /// <param name="owner">The object that may have it.</param>
    /// <param name="name">The name of the member.</param>
    /// <exception cref="RequestException">It is anything else.</exception>
    public static FrameSelection Read(KnownObject owner, string name)
    {
        if (owner.Get(name) is not { } value
            || (value.ValueKind == JsonValueKind.String && RequestJson.Text(value, owner.PathOf(name)) == AllFrames))
        {
            return All;
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
        {
            throw Fault(owner, name);
        }

        return new FrameSelection([.. value.EnumerateArray().Select(one => Range(one, owner, name))]);
    }

    private static (int First, int Last) Range(JsonElement value, KnownObject owner, string name)
    {
        if (KnownObject.IsInteger(value, out var number) && number > 0)
        {
            return (number, number);
        }

        if (value.ValueKind == JsonValueKind.String
            && RequestJson.Text(value, owner.PathOf(name)).Split('-') is [var first, .. var rest] && rest.Length <= 1
            && TryNumber(first, out var from) && TryNumber(rest is [var last] ? last : first, out var to) && from <= to)
        {
            return (from, to);
        }

        throw Fault(owner, name);
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text.Trim(' '), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;

    private static RequestException Fault(KnownObject owner, string name) => owner.Fault(
        name, "should be \"All\", or an array of frame numbers and ranges from 1 on, such as [\"1-10\", 42]");
}
