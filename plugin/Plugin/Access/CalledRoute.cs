// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.RegularExpressions;

namespace OrthancDeid.Plugin.Access;

/// <summary>
/// The path of a request, and the form in which it may be logged: a client may have written anything into it.
/// </summary>
internal static partial class CalledRoute
{
    private const string Preview = "/anonymize/preview";
    private const string Unknown = "{unknown}";

    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "patients", "studies", "series", "instances", "tools", "deid", "mappings", "check", "profiles", "jobs", "anonymize", "modify",
        "split", "merge", "bulk-anonymize", "bulk-modify", "preview",
    };

    /// <summary>The route of a path.</summary>
    public static RouteName Of(string uri) => uri[(uri.LastIndexOf('/') + 1)..] switch
    {
        _ when uri == "/deid/mappings" || uri.StartsWith("/deid/mappings/", StringComparison.Ordinal) => RouteName.Mapping,
        "deid" or "check" or "profiles" when uri is "/deid" or "/deid/check" or "/deid/profiles" => RouteName.Deid,
        _ when uri.EndsWith(Preview, StringComparison.Ordinal) || uri.Contains($"{Preview}/", StringComparison.Ordinal) => RouteName.Anonymize,
        "anonymize" or "bulk-anonymize" => RouteName.Anonymize,
        "modify" or "bulk-modify" => RouteName.Modify,
        "split" => RouteName.Split,
        "merge" => RouteName.Merge,
        _ => RouteName.None,
    };

    /// <summary>The path without anything but the words of the REST API and Orthanc's identifiers.</summary>
    public static string Shown(string uri) => string.Join('/', uri.Split('/').Select(static part =>
        part.Length == 0 || Words.Contains(part) || IsIdentifier(part) ? part : Unknown));

    /// <summary>Whether a text has the form of Orthanc's identifiers, which reveal nothing about the patient.</summary>
    public static bool IsIdentifier(string text) => Identifier().IsMatch(text);

    [GeneratedRegex("^[0-9a-f]{8}(-[0-9a-f]{8}){4}$")]
    private static partial Regex Identifier();
}
