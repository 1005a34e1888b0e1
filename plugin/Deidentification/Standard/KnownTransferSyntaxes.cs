// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Standard;

/// <summary>The transfer syntaxes that a request may ask for: those that Orthanc 1.13.0 knows by their UID.</summary>
internal static class KnownTransferSyntaxes
{
    private const string Root = "1.2.840.10008.1.2";

    private static readonly HashSet<string> Suffixes =
    [
        "", ".1", ".1.99", ".2",
        ".4.50", ".4.51", ".4.52", ".4.53", ".4.54", ".4.55", ".4.56", ".4.57", ".4.58", ".4.59", ".4.60", ".4.61",
        ".4.62", ".4.63", ".4.64", ".4.65", ".4.66", ".4.70", ".4.80", ".4.81",
        ".4.90", ".4.91", ".4.92", ".4.93", ".4.94", ".4.95",
        ".4.100", ".4.101", ".4.102", ".4.103", ".4.104", ".4.105", ".4.106", ".4.107", ".4.108",
        ".4.110", ".4.111", ".4.112", ".4.201", ".4.202", ".4.203",
        ".5", ".6.1", ".6.2",
    ];

    /// <summary>Whether a UID is that of a known transfer syntax.</summary>
    public static bool IsKnown(string uid) => uid.StartsWith(Root, StringComparison.Ordinal) && Suffixes.Contains(uid[Root.Length..]);
}
