// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Deidentification.Requests.Derived;

/// <summary>Reads the functions of a template and their arguments.</summary>
internal static class TemplateFunctions
{
    /// <summary>Fewer characters would soon coincide: with 6, the odds are even among 38,000 patients.</summary>
    public const int ShortestHash = 6;

    /// <summary>The most characters that a hash can have.</summary>
    public const int LongestHash = 25;

    /// <summary>The characters of a hash by default, as many as an accession number can have (PS3.5 6.2, SH).</summary>
    private const int UsualHash = 16;

    private static readonly string[] Names = [.. Enum.GetNames<FunctionName>().Select(name => name.ToLowerInvariant())];

    /// <summary>Reads one function.</summary>
    /// <param name="text">The name, followed by a colon and the argument, if any.</param>
    /// <param name="target">The name of the element that gets the value, as the request spells it.</param>
    /// <exception cref="RequestException">There is no such function, or it does not take that argument.</exception>
    public static ValueFunction Parse(string text, string target)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = (colon < 0 ? text : text[..colon]).Trim();
        var argument = colon < 0 ? null : text[(colon + 1)..];
        var index = Array.IndexOf(Names, name);
        if (index < 0)
        {
            throw Fault(
                target, $"there is no function \"{name}\"{new KnownNames(Names).Hint(name)}; there are {string.Join(", ", Names)}");
        }

        var function = (FunctionName)index;
        return function switch
        {
            FunctionName.Hmac => new(function, Number: argument is null
                ? UsualHash : Number(argument, ShortestHash, LongestHash, "hmac takes a number of characters", target)),
            FunctionName.Cap => new(function, Number: Number(
                argument ?? string.Empty, AgeLimits.Lowest, AgeLimits.Highest, "cap takes an age in years", target)),
            FunctionName.Prefix or FunctionName.Default => new(function, argument is { Length: > 0 }
                ? argument : throw Fault(target, $"{name} takes a text, as {name}:X")),
            _ => argument is null ? new(function) : throw Fault(target, $"{name} takes no argument"),
        };
    }

    private static int Number(string text, int lowest, int highest, string meaning, string target) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= lowest && number <= highest
            ? number
            : throw Fault(target, $"{meaning}, from {lowest} to {highest}");

    private static RequestException Fault(string target, string reason) =>
        new(RequestFault.OutOfRange, $"Member \"{RequestMember.Derive}\", \"{target}\": {reason}");
}
