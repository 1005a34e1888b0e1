// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;

namespace OrthancDeid.Deidentification.Requests.Devices;

/// <summary>
/// Reads the sections of a script: a signature in braces and rectangles in parentheses, <c>(left, top, width, height)</c>.
/// A rectangle to keep has <c>keep</c> before it. All other text is a comment.
/// </summary>
/// <param name="script">The text of the script.</param>
internal sealed class DeviceScript(string script)
{
    private const string Keep = "keep";
    private const int MostPixels = ushort.MaxValue;

    private int _place;

    /// <summary>Reads all rules, in their order.</summary>
    /// <exception cref="FormatException">The script has a fault. The message names the line.</exception>
    public IEnumerable<DeviceRule> Read()
    {
        Signature? signature = null;
        var areas = new List<DeviceArea>();
        while (NextDelimiter() is { } delimiter)
        {
            if (delimiter is '}' or ')')
            {
                throw Fault(_place, $"\"{delimiter}\" closes nothing; a comment may have neither braces nor parentheses");
            }

            if (delimiter == '(')
            {
                areas.Add(signature is null ? throw Fault(_place, "there is no signature before the first rectangle") : ReadArea());
                continue;
            }

            if (signature is not null)
            {
                yield return new DeviceRule(signature, areas);
            }

            areas = [];
            var parser = new SignatureParser(script, _place + 1);
            signature = parser.Read();
            _place = parser.End;
        }

        yield return signature is null ? throw Fault(0, "there is no signature") : new DeviceRule(signature, areas);
    }

    /// <summary>The error for a fault at a place in a script.</summary>
    internal static FormatException Fault(string script, int place, string what) => new(string.Create(
        CultureInfo.InvariantCulture, $"line {script.AsSpan(0, Math.Min(place, script.Length)).Count('\n') + 1}: {what}"));

    private FormatException Fault(int place, string what) => Fault(script, place, what);

    /// <summary>Moves to the next brace or parenthesis; null at the end.</summary>
    private char? NextDelimiter()
    {
        var next = script.AsSpan(_place).IndexOfAny("{}()");
        _place = next < 0 ? script.Length : _place + next;
        return next < 0 ? null : script[_place];
    }

    private DeviceArea ReadArea()
    {
        var open = _place;

        // There is no space between them: in a comment, the word may precede a rectangle that CTP masks.
        var isKept = script.AsSpan(0, open).EndsWith(Keep, StringComparison.OrdinalIgnoreCase)
            && (open == Keep.Length || !char.IsLetterOrDigit(script[open - Keep.Length - 1]));
        var close = script.IndexOf(')', open);
        if (close < 0)
        {
            throw Fault(open, "a rectangle is not closed");
        }

        _place = close + 1;
        var numbers = script[(open + 1)..close].Split(',')
            .Select(text => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
            .ToArray();
        return numbers is [var left and >= 0 and <= MostPixels, var top and >= 0 and <= MostPixels, var width and > 0 and <= MostPixels, var height and > 0 and <= MostPixels]
            ? new DeviceArea(left, top, width, height, isKept)
            : throw Fault(open, $"a rectangle should be (left, top, width, height), in pixels up to {MostPixels}");
    }
}
