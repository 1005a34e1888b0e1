// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text.RegularExpressions;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests.Devices;

/// <summary>Compares the value of an element with the text of a script.</summary>
internal sealed class ValueTest : Signature
{
    /// <summary>The tests that a script can apply to a value.</summary>
    public static readonly string[] Methods =
    [
        "equals", "equalsIgnoreCase", "matches", "contains", "containsIgnoreCase", "startsWith", "startsWithIgnoreCase",
        "endsWith", "endsWithIgnoreCase", "isLessThan", "isGreaterThan",
    ];

    // A value of a hostile file must not hold up a thread of the host.
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    private readonly ElementValue _value;
    private readonly Func<string, bool> _test;

    private ValueTest(ElementValue value, Func<string, bool> test)
    {
        _value = value;
        _test = test;
    }

    /// <summary>Creates a test.</summary>
    /// <param name="value">The element.</param>
    /// <param name="method">One of <see cref="Methods"/>.</param>
    /// <param name="text">The text to compare it with.</param>
    /// <returns>Null if the text does not suit the method, such as an invalid number.</returns>
    public static ValueTest? Create(ElementValue value, string method, string text)
    {
        const StringComparison Exact = StringComparison.Ordinal;
        const StringComparison AnyCase = StringComparison.OrdinalIgnoreCase;
        Func<string, bool>? test = method switch
        {
            "equals" => found => found.Equals(text, Exact),
            "equalsIgnoreCase" => found => found.Equals(text, AnyCase),
            "contains" => found => found.Contains(text, Exact),
            "containsIgnoreCase" => found => found.Contains(text, AnyCase),
            "startsWith" => found => found.StartsWith(text, Exact),
            "startsWithIgnoreCase" => found => found.StartsWith(text, AnyCase),
            "endsWith" => found => found.EndsWith(text, Exact),
            "endsWithIgnoreCase" => found => found.EndsWith(text, AnyCase),
            "matches" => Pattern(text) is { } pattern ? pattern.IsMatch : null,
            "isLessThan" => TryNumber(text, out var bound) ? found => TryNumber(found, out var number) && number < bound : null,
            "isGreaterThan" => TryNumber(text, out var bound) ? found => TryNumber(found, out var number) && number > bound : null,
            _ => null,
        };
        return test is null ? null : new ValueTest(value, test);
    }

    /// <inheritdoc/>
    public override bool Matches(DicomDataset dataset)
    {
        try
        {
            return _test(_value.Of(dataset));
        }
        catch (RegexMatchTimeoutException)
        {
            // Not the inner exception, whose message quotes the value.
            throw new InstanceRejectedException("a signature of Deid.PixelRules takes too long with one of its values");
        }
    }

    /// <summary>A regular expression that matches whole values; null if it is invalid.</summary>
    private static Regex? Pattern(string text)
    {
        try
        {
            return new Regex($@"\A(?:{text})\z", RegexOptions.CultureInvariant, LongestMatch);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
