// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Comparison;

/// <summary>A path of a request, such as <c>Seq[0].Seq[*].Tag</c>, matched against the elements of a
/// <see cref="ListedFile"/>.</summary>
internal sealed class RequestedPath
{
    private readonly Regex _place;

    private RequestedPath(DicomTag root, DicomTag tag, string pattern)
    {
        Root = root;
        Tag = tag;
        _place = new Regex($"^{pattern}(#[0-9]+)?($|\\[)", RegexOptions.CultureInvariant);
    }

    /// <summary>The tag of the first sequence.</summary>
    public DicomTag Root { get; }

    /// <summary>The tag at the end of the path.</summary>
    public DicomTag Tag { get; }

    /// <summary>Reads a path.</summary>
    /// <returns>False if the path is malformed.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out RequestedPath? path)
    {
        path = null;
        var pattern = string.Empty;
        DicomTag? root = null;
        var parts = text.Split('.');
        foreach (var part in parts[..^1])
        {
            var step = part.Trim();
            var bracket = step.IndexOf('[', StringComparison.Ordinal);
            if (bracket < 0 || !step.EndsWith(']') || !ComparedRequest.TryTag(step[..bracket], out var sequence))
            {
                return false;
            }

            var index = step[(bracket + 1)..^1].Trim();
            var isNumber = uint.TryParse(
                index, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var item);
            if (index != "*" && !isNumber)
            {
                return false;
            }

            root ??= sequence;
            var items = isNumber ? item.ToString(CultureInfo.InvariantCulture) : "[0-9]+";
            pattern += $@"{sequence}(#[0-9]+)?\[{items}\]\.";
        }

        if (root is not { } first || !ComparedRequest.TryTag(parts[^1], out var tag))
        {
            return false;
        }

        path = new RequestedPath(first, tag, pattern + tag);
        return true;
    }

    /// <summary>Whether the path selects an element or a sequence that contains it.</summary>
    public bool Covers(string place) => _place.IsMatch(place);

    /// <summary>Whether the path selects an element.</summary>
    public bool Selects(string place) => _place.Match(place) is { Success: true } match && match.Length == place.Length
        && !place.EndsWith('[');
}
