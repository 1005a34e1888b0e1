// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;

namespace OrthancDeid.Dicom.CharacterSets;

/// <summary>
/// GB18030 or GBK (PS3.3 Table C.12-5), where the second and later bytes of a character can be ASCII, the backslash
/// included. GBK has only the two-byte characters. It is read as GB18030, which contains it.
/// </summary>
internal sealed class ChineseCode(bool isGbk) : ITextCode
{
    private const int Gb18030CodePage = 54936;
    private const int GbkCodePage = 936;

    private static readonly Lazy<Encoding> Gb18030 = new(() => CodePage.Open(Gb18030CodePage));
    private static readonly Lazy<Encoding> Gbk = new(() => CodePage.Open(GbkCodePage));

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<byte> value, DicomVR vr)
    {
        var text = new StringBuilder(value.Length);
        Span<char> characters = stackalloc char[4];
        while (!value.IsEmpty)
        {
            int length = CharacterLength(value);
            if (value[0] < 0x80)
            {
                text.Append((char)value[0]);
            }
            else if (length == 1)
            {
                text.Append(GraphicCharacterSet.Meaningless);
            }
            else
            {
                int count = Gb18030.Value.GetChars(value[..length], characters);
                text.Append(characters[0] == GraphicCharacterSet.Meaningless ? characters[..1] : characters[..count]);
            }

            value = value[length..];
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public bool TryEncode(ReadOnlySpan<char> text, DicomVR vr, out byte[] value)
    {
        value = [];

        // Unlike GBK, code page 936 has the euro sign at 80H and private use characters. GBK has no characters beyond
        // the first plane.
        if (isGbk && (text.Contains('\u20AC') || text.ContainsAnyInRange('\uD800', '\uF8FF')))
        {
            return false;
        }

        Encoding encoding = (isGbk ? Gbk : Gb18030).Value;
        try
        {
            var bytes = new byte[encoding.GetByteCount(text)];
            encoding.GetBytes(text, bytes);
            value = bytes;
            return true;
        }
        catch (EncoderFallbackException)
        {
            // The framework has no other way to report this.
            return false;
        }
    }

    /// <summary>
    /// The length in bytes of the first character: 1, unless the bytes have the form of a longer one.
    /// </summary>
    private static int CharacterLength(ReadOnlySpan<byte> value)
    {
        if (value[0] is < 0x81 or > 0xFE || value.Length < 2)
        {
            return 1;
        }

        if (value[1] is (>= 0x40 and <= 0x7E) or (>= 0x80 and <= 0xFE))
        {
            return 2;
        }

        return value.Length >= 4 && value[1] is >= 0x30 and <= 0x39 && value[2] is >= 0x81 and <= 0xFE
            && value[3] is >= 0x30 and <= 0x39 ? 4 : 1;
    }
}
