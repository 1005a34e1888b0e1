// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Dicom;

namespace OrthancDeid.Plugin.Configuration;

/// <summary>
/// Reads which private elements a site declares safe, from the section and from the file that it names.
/// </summary>
internal static class SafePrivateFile
{
    /// <summary>The member with a list.</summary>
    public const string ListMember = "SafePrivate";

    /// <summary>The member that names a file with rows like those of PS3.15 Table E.3.10-1.</summary>
    public const string FileMember = "SafePrivateFile";

    private const int LargestSize = 4 << 20;

    /// <summary>The list of the standard and that of the site together.</summary>
    /// <param name="list">The list in the section; null for none.</param>
    /// <param name="file">The path of the file; null for none.</param>
    /// <param name="dictionary">Knows keywords and VRs.</param>
    /// <exception cref="ConfigurationException">
    /// One of them has a fault. For the file, the message names the line.
    /// </exception>
    public static SafePrivateList Read(JsonElement? list, string? file, ElementDictionary dictionary)
    {
        var safe = SafePrivateList.Standard;
        try
        {
            safe = list is { } names ? safe.With(names, dictionary) : safe;
        }
        catch (RequestException fault)
        {
            throw new ConfigurationException($"{DeidSection.Name}.{ListMember}", fault.Message, fault);
        }

        return file is null ? safe : PlainFile.Read(
            $"{DeidSection.Name}.{FileMember}", file, LargestSize, "a list",
            text => safe.WithRows(text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')));
    }
}
