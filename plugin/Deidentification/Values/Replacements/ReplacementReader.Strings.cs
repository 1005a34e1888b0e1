// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Text;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values.Replacements;

/// <content>Values that are given as strings.</content>
internal sealed partial class ReplacementReader
{
    /// <summary>White space, which no UID has (PS3.5 9.1), but which clients may leave in it.</summary>
    private static readonly char[] WhiteSpace = [' ', '\t', '\n', '\v', '\f', '\r'];

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private ReplacementValue OfString(DicomTag tag, DicomVR vr, DicomVR alternative, string text, bool mayEmbed)
    {
        var embeds = mayEmbed && (tag == DicomTag.PixelData || tag == DicomTag.EncapsulatedDocument);
        if (!(embeds ? DataUri.TryParseEmbedded(text, out var uri) : DataUri.TryParse(text, out uri)))
        {
            return OfText(tag, vr, alternative, text);
        }

        if (uri.MimeType == DataUri.OctetStream)
        {
            return OfBytes(tag, vr, alternative, uri, embeds);
        }

        return embeds ? _embedded.Read(tag, uri) : OfText(tag, vr, alternative, text);
    }

    private ReplacementValue OfBytes(DicomTag tag, DicomVR vr, DicomVR alternative, DataUri uri, bool mayBePadded)
    {
        if (!uri.TryDecode(out var bytes))
        {
            throw new RequestException(RequestFault.BadFormat, $"Member \"Replace\": the value for tag ({tag}) is not valid base64");
        }

        if (bytes.Length == 0)
        {
            return ReplacementValue.Empty;
        }

        if (!IsWrittenAsBytes(tag, vr))
        {
            try
            {
                return OfText(tag, vr, alternative, StrictUtf8.GetString(bytes));
            }
            catch (DecoderFallbackException) when (vr.IsText() && vr != DicomVR.UI)
            {
                // The client knows the character set of its file. UIDs have none (PS3.5 9.1), and other bytes could not
                // be referred to.
                return new BytesValue(bytes);
            }
            catch (DecoderFallbackException fault) when (vr == DicomVR.AT)
            {
                throw new RequestException(
                    RequestFault.UnknownTag, $"Unknown DICOM tag: the bytes given for tag ({tag}) do not name a tag", fault);
            }
            catch (DecoderFallbackException)
            {
                throw OutOfRange(tag, "data:" + DataUri.OctetStream);
            }
        }

        return tag != DicomTag.PixelData ? new BytesValue(bytes) : mayBePadded ? OfWords(bytes) : OfPixels(tag, bytes);
    }

    private ReplacementValue OfText(DicomTag tag, DicomVR vr, DicomVR alternative, string text)
    {
        if (text.Length == 0)
        {
            return ReplacementValue.Empty;
        }

        if (tag == DicomTag.PixelData)
        {
            // For text other than ASCII, the number of bytes depends on the character set of the data set.
            return Ascii.IsValid(text) ? OfPixels(tag, Encoding.ASCII.GetBytes(text)) : new TextValue(text);
        }

        return vr switch
        {
            DicomVR.SQ => throw OutOfRange(tag, text),
            DicomVR.AT => OfTags(text),
            DicomVR.US or DicomVR.SS when alternative is DicomVR.US or DicomVR.SS => NumericText.TryReadOfEitherSign(text, out var numbers)
                ? numbers
                : throw OutOfRange(tag, text),
            _ when NumericText.IsNumeric(vr) => NumericText.TryRead(text, vr, out var numbers) ? numbers : throw OutOfRange(tag, text),
            _ => OfCharacters(tag, vr, text),
        };
    }

    /// <summary>
    /// Text, and text for elements of bytes. Only trailing padding is removed: clients store free text in any VR.
    /// </summary>
    private static ReplacementValue OfCharacters(DicomTag tag, DicomVR vr, string text)
    {
        var value = vr == DicomVR.UI
            ? string.Concat(text.Split(WhiteSpace)).TrimEnd('\0')
            : vr.IsText() ? text.TrimEnd(' ', '\0') : text;
        if (vr.IsText() && value.Contains('\0', StringComparison.Ordinal))
        {
            throw new RequestException(RequestFault.BadFormat, $"Member \"Replace\": the text for tag ({tag}) has a NUL character");
        }

        if (tag == DicomTag.SpecificCharacterSet && !SpecificCharacterSet.TryParse(value, out _))
        {
            throw OutOfRange(tag, text);
        }

        return value.Length == 0 ? ReplacementValue.Empty : new TextValue(value);
    }

    private NumbersValue OfTags(string text)
    {
        var parts = text.Split('\\');
        var bytes = new byte[parts.Length * 4];
        for (var i = 0; i < parts.Length; i++)
        {
            var tag = TagName.Parse(parts[i], _dictionary);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(i * 4), tag.Group);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan((i * 4) + 2), tag.Element);
        }

        return new NumbersValue(bytes, DicomVR.AT.UnitSize());
    }

    /// <summary>Pixels of 16 bits from bytes.</summary>
    /// <exception cref="RequestException">The number of bytes is odd.</exception>
    public static NumbersValue OfPixels(DicomTag tag, byte[] bytes) => bytes.Length % 2 == 0
        ? OfWords(bytes)
        : throw new RequestException(RequestFault.OutOfRange, $"Member \"Replace\": tag ({tag}) must have an even number of bytes");

    /// <summary>
    /// Pixels are given as words whose first byte is the least significant, whatever byte order the file has.
    /// </summary>
    private static NumbersValue OfWords(byte[] bytes)
    {
        Array.Resize(ref bytes, bytes.Length + (bytes.Length % 2));
        return new NumbersValue(bytes, DicomVR.OW.UnitSize());
    }

    private static bool IsWrittenAsBytes(DicomTag tag, DicomVR vr) =>
        tag == DicomTag.PixelData || vr is DicomVR.OB or DicomVR.UN;
}
