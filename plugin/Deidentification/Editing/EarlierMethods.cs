// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Deidentification.Values;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing;

/// <summary>
/// The earlier values of (0012,0063), to which this request adds its own. Values that identify somebody are
/// dropped.
/// </summary>
internal static class EarlierMethods
{
    /// <summary>The longest value of the VR LO, in characters (PS3.5 6.2).</summary>
    private const int LongestValue = 64;

    /// <summary>
    /// The longest text of all values, in characters: longer than any real chain of methods, and shorter than the VR
    /// allows.
    /// </summary>
    private const int Longest = 8192;

    /// <summary>The values that may stay, cut to the allowed length.</summary>
    /// <param name="root">The data set of the file, before it is edited.</param>
    /// <param name="identity">What identifies somebody in the file.</param>
    public static IReadOnlyList<string> Of(DicomDataset root, Lazy<CollectedIdentity> identity)
    {
        if (ElementText.Text(root, DicomTag.DeidentificationMethod, DicomVR.LO) is not { Length: > 0 and <= Longest } text)
        {
            return [];
        }

        var cleaner = new TextCleaner(identity.Value);
        return cleaner.Unreadable is null
            ? [.. text.Split('\\').Select(value => value.Trim(' ', '\0')).Where(value => IsMethod(value, cleaner))
                .Select(Cut)]
            : [];
    }

    private static string Cut(string value) => value.Length <= LongestValue ? value
        : value[..(char.IsHighSurrogate(value[LongestValue - 1]) ? LongestValue - 1 : LongestValue)].TrimEnd();

    private static bool IsMethod(string value, TextCleaner cleaner) => value.Length > 0
        && !value.Contains(ElementText.Meaningless, StringComparison.Ordinal) && cleaner.Clean(value) == value;
}
