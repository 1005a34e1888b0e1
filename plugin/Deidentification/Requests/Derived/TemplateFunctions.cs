// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Deidentification.Requests.Derived;

/// <summary>Reads the functions of a template, with their arguments.</summary>
internal static class TemplateFunctions
{
    /// <summary>Fewer characters would soon be the same for two patients: with 6, for two of 38,000 with even odds.</summary>
    public const int ShortestHash = 6;

    /// <summary>The characters that a hash has room for.</summary>
    public const int LongestHash = 25;

    /// <summary>As many as an accession number can have (PS3.5 6.2, SH).</summary>
    private const int UsualHash = 16;

    private static readonly string[] Names = [.. Enum.GetNames<FunctionName>().Select(name => name.ToLowerInvariant())];

    /// <summary>Reads one function.</summary>
    /// <param name="text">Its name, and its argument after a colon.</param>
    /// <param name="target">The name of what the template is for, as the request spells it.</param>
    /// <exception cref="RequestException">There is no such function, or it has not that argument.</exception>
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
