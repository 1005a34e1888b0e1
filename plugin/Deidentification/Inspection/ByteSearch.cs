// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Inspection;

/// <summary>Searches bytes of any meaning for text, in any case of ASCII letters.</summary>
internal sealed class ByteSearch
{
    /// <summary>The shortest pattern in bytes: shorter ones occur in binary values by chance.</summary>
    public const int ShortestPattern = 5;

    /// <summary>The bytes that are searched in one piece.</summary>
    private const int Window = 1 << 16;

    private readonly SearchValues<string> _values;
    private readonly int _longest;

    /// <summary>Prepares the search.</summary>
    /// <param name="patterns">What to search for, with one character for each byte.</param>
    public ByteSearch(IReadOnlyCollection<string> patterns)
    {
        _longest = patterns.Count == 0 ? 0 : patterns.Max(pattern => pattern.Length);
        _values = SearchValues.Create([.. patterns], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Whether an element is searched. UIDs and numbers as text are not, because they may contain any digits.
    /// </summary>
    public static bool IsSearched(in DataElement element) => element.Length >= ShortestPattern
        && (element.VR is DicomVR.OB or DicomVR.OD or DicomVR.OF or DicomVR.OL or DicomVR.OV or DicomVR.OW or DicomVR.UN
            || !element.VR.IsKnown());

    /// <summary>Whether a pattern occurs in the value of an element.</summary>
    public bool IsFound(in DataElement element)
    {
        if (_longest == 0)
        {
            return false;
        }

        var text = ArrayPool<char>.Shared.Rent(Window + _longest);
        try
        {
            for (long offset = 0; offset < element.Length; offset += Window)
            {
                var length = (int)Math.Min(Window + _longest, element.Length - offset);
                if (IsFound(element.Slice(offset, length), text))
                {
                    return true;
                }
            }

            return false;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(text, clearArray: true);
        }
    }

    /// <summary>Whether a pattern occurs in bytes.</summary>
    public bool IsFound(ReadOnlySpan<byte> bytes) => _longest > 0 && IsFound(bytes, new char[bytes.Length]);

    private bool IsFound(ReadOnlySpan<byte> bytes, char[] text) =>
        text.AsSpan(0, Encoding.Latin1.GetChars(bytes, text)).IndexOfAny(_values) >= 0;
}
