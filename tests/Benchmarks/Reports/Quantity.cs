// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;

namespace OrthancDeid.Benchmarks.Reports;

/// <summary>Formats times and sizes with a suitable unit.</summary>
internal static class Quantity
{
    /// <summary>A time, from nanoseconds to seconds.</summary>
    public static string Seconds(double seconds) => Math.Abs(seconds) switch
    {
        >= 1 => Text(seconds, "s"),
        >= 1e-3 => Text(seconds * 1e3, "ms"),
        >= 1e-6 => Text(seconds * 1e6, "µs"),
        _ => Text(seconds * 1e9, "ns"),
    };

    /// <summary>A size in powers of 1000; empty if it is not known.</summary>
    public static string Bytes(long? bytes) => bytes switch
    {
        null => "",
        >= 1_000_000_000 => Text(bytes.Value / 1e9, "GB"),
        >= 1_000_000 => Text(bytes.Value / 1e6, "MB"),
        >= 1_000 => Text(bytes.Value / 1e3, "KB"),
        _ => Text(bytes.Value, "B"),
    };

    private static string Text(double number, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{Rounded(number)} {unit}");

    // Three significant digits.
    private static string Rounded(double number) => number.ToString(
        Math.Abs(number) >= 100 ? "0" : Math.Abs(number) >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
