// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Text;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values;

/// <summary>Empty documents of each MIME type (PS3.3 C.24.2).</summary>
internal static class DummyDocument
{
    /// <summary>Encapsulated Document Length, without padding.</summary>
    public static readonly DicomTag Length = new(0x0042_0015);

    /// <summary>A page without anything on it.</summary>
    private const string Pdf = """
        %PDF-1.4
        1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
        2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
        xref
        0 4
        0000000000 65535 f 
        0000000009 00000 n 
        0000000052 00000 n 
        0000000101 00000 n 
        trailer<</Size 4/Root 1 0 R>>
        startxref
        164
        %%EOF

        """;

    /// <summary>A clinical document (HL7 CDA, PS3.3 A.45.2) without any content.</summary>
    private const string Xml = "<?xml version=\"1.0\"?><ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>";

    /// <summary>The header of a binary STL file, and the number of its triangles, which is 0.</summary>
    private const int EmptyStl = 80 + sizeof(uint);

    /// <summary>A document; null if its type is unknown.</summary>
    /// <param name="mimeType">The MIME type.</param>
    public static byte[]? Of(string? mimeType) => mimeType?.Split(';')[0].Trim().ToUpperInvariant() switch
    {
        "APPLICATION/PDF" => Encoding.ASCII.GetBytes(Pdf.ReplaceLineEndings("\n")),
        "TEXT/XML" or "APPLICATION/XML" => Encoding.ASCII.GetBytes(Xml),
        "MODEL/STL" => new byte[EmptyStl],

        // A comment.
        "MODEL/OBJ" or "MODEL/MTL" => Encoding.ASCII.GetBytes($"# {DummyValue.Word}\n"),
        { } other when other.StartsWith("TEXT/", StringComparison.Ordinal) => Encoding.ASCII.GetBytes(DummyValue.Word),
        _ => null,
    };

    /// <summary>Whether an element holds one of them. Somebody's name may be a word of their formats.</summary>
    public static bool IsIn(in DataElement element) => element.Tag == DicomTag.EncapsulatedDocument
        && Of(DummyValue.MimeTypeOf(element.Dataset)) is { } document
        && element.Value.TrimEnd((byte)0).SequenceEqual(document.AsSpan().TrimEnd((byte)0));

    /// <summary>The value of <see cref="Length"/>.</summary>
    public static byte[] LengthOf(int length, ByteOrder order)
    {
        var value = new byte[sizeof(uint)];
        if (order == ByteOrder.BigEndian)
        {
            BinaryPrimitives.WriteInt32BigEndian(value, length);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(value, length);
        }

        return value;
    }
}
