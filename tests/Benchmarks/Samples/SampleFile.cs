// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using OrthancDeid.Dicom;

namespace OrthancDeid.Benchmarks.Samples;

/// <summary>The files to measure with: what modalities write, of invented patients.</summary>
internal static class SampleFile
{
    private const string CtImageStorage = "1.2.840.10008.5.1.4.1.1.2";
    private const string EnhancedCtImageStorage = "1.2.840.10008.5.1.4.1.1.2.1";
    private const string MrImageStorage = "1.2.840.10008.5.1.4.1.1.4";
    private const string BasicTextSRStorage = "1.2.840.10008.5.1.4.1.1.88.11";
    private const string ComprehensiveSRStorage = "1.2.840.10008.5.1.4.1.1.88.33";
    private const string MultiFrameWordStorage = "1.2.840.10008.5.1.4.1.1.7.3";
    private const string JpegLossless = "1.2.840.10008.1.2.4.70";

    /// <summary>A CT image of 512 x 512 pixels of 16 bits: 0.5 MB.</summary>
    public static NativeBuffer Ct(int study = 1, int instance = 1) => Write(
        CtImageStorage, "CT", study, instance, dataset => dataset.AddImage(512, 1, Pixels(512 * 512 * 2)));

    /// <summary>An MR image of 64 x 64 pixels of 16 bits: 10 KB.</summary>
    public static NativeBuffer Mr(int study, int instance) => Write(
        MrImageStorage, "MR", study, instance, dataset => dataset.AddImage(64, 1, Pixels(64 * 64 * 2)));

    /// <summary>A structured report of 40 findings, each with a code and a text; no pixels.</summary>
    public static NativeBuffer Report() => Write(ComprehensiveSRStorage, "SR", 1, 1, dataset =>
    {
        var content = dataset
            .Text(0x0040_A040, DicomVR.CS, "CONTAINER")
            .Text(0x0040_A491, DicomVR.CS, "COMPLETE")
            .Text(0x0040_A493, DicomVR.CS, "UNVERIFIED")
            .SetSequence(new(0x0040_A730));
        for (var i = 0; i < 40; i++)
        {
            var finding = content.AddItem()
                .Text(0x0040_A010, DicomVR.CS, "CONTAINS")
                .Text(0x0040_A040, DicomVR.CS, "TEXT")
                .Text(0x0040_A160, DicomVR.UT, $"Finding {i}: no sign of a fracture, as discussed with Dr. Keller.");
            finding.SetSequence(new(0x0040_A043)).AddItem().Code("121071", "DCM", "Finding");
        }
    });

    /// <summary>A report of 1 MB of text, with 2,500 names of four words each, of the patient and of operators. Every
    /// twentieth sentence contains one of the names, and every tenth a date.</summary>
    public static NativeBuffer LongReport() => Write(BasicTextSRStorage, "SR", 1, 1, dataset =>
    {
        var names = Enumerable.Range(0, 2_500).Select(NameOf).ToArray();

        // A PN in explicit VR has at most 64 KB (PS3.5 7.1.2).
        dataset.Text(0x0010_1001, DicomVR.PN, string.Join('\\', names[..1_250]))
            .Text(0x0008_1070, DicomVR.PN, string.Join('\\', names[1_250..]));
        var text = new StringBuilder();
        for (var sentence = 0; text.Length < 1 << 20; sentence++)
        {
            text.Append(CultureInfo.InvariantCulture, $"The lesion in segment {sentence % 8} measures {sentence % 90} x 14 mm; ")
                .Append(sentence % 20 == 0 ? $"as told to {names[sentence % names.Length].Replace('^', ' ')}. "
                    : sentence % 10 == 5 ? $"unchanged since {1 + (sentence % 28)}.{1 + (sentence % 12)}.2023. "
                    : "no sign of a fracture or of free fluid. ");
        }

        dataset.Text(0x0040_A160, DicomVR.UT, text.ToString());
    });

    /// <summary>An enhanced multi-frame image without pixels, with functional groups of its own for each frame (PS3.3
    /// C.7.6.16).</summary>
    /// <param name="items">The number of items in all its functional groups, four per frame.</param>
    public static NativeBuffer Enhanced(int items) => Write(EnhancedCtImageStorage, "CT", 1, 1, dataset =>
    {
        var frames = items / 4;
        dataset.AddImageModule(512, frames, "MONOCHROME2", 16);
        var groups = dataset.SetSequence(new(0x5200_9230));
        for (var frame = 0; frame < frames; frame++)
        {
            var group = groups.AddItem();
            group.SetSequence(new(0x0020_9111)).AddItem()
                .Text(0x0018_9074, DicomVR.DT, "20240312141733.25")
                .Text(0x0020_9056, DicomVR.SH, "1")
                .Text(0x0020_9057, DicomVR.IS, frame.ToString(CultureInfo.InvariantCulture));
            group.SetSequence(new(0x0020_9113)).AddItem()
                .Text(0x0020_0032, DicomVR.DS, string.Create(CultureInfo.InvariantCulture, $@"-125\-125\{frame}"));
            group.SetSequence(new(0x0020_9116)).AddItem()
                .Text(0x0020_0037, DicomVR.DS, @"1\0\0\0\1\0");
        }
    });

    /// <summary>A multi-frame image of 1024 x 1024 pixels of 16 bits, not compressed.</summary>
    /// <param name="frames">The number of frames, of 2 MiB each.</param>
    /// <param name="study">The number of the study.</param>
    /// <param name="instance">The number of the instance.</param>
    public static NativeBuffer MultiFrame(int frames, int study = 1, int instance = 1) => Write(
        MultiFrameWordStorage, "OT", study, instance, dataset => dataset.AddImage(1024, frames, Pixels(frames << 21)));

    /// <summary>An image in a compressed transfer syntax, with one fragment per frame (PS3.5 A.4).</summary>
    /// <param name="frames">The number of frames.</param>
    /// <param name="bytesEach">The bytes of a frame, an even number. They are not a JPEG; nobody decodes them.</param>
    /// <param name="study">The number of the study.</param>
    /// <param name="instance">The number of the instance.</param>
    public static NativeBuffer Encapsulated(int frames, int bytesEach, int study = 1, int instance = 1)
    {
        using var file = DicomFile.Create(TransferSyntax.FromUID(JpegLossless));
        file.Dataset.AddHeader(frames == 1 ? CtImageStorage : MultiFrameWordStorage, "CT", study, instance);
        file.Dataset.AddImageModule(512, frames, "MONOCHROME2", 16);
        using var header = file.Write(SampleDataset.Writer);
        using var bytes = new MemoryStream();
        bytes.Write(header.AsSpan());
        bytes.Write([0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)'B', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]);
        Item(bytes, []);
        for (var frame = 0; frame < frames; frame++)
        {
            Item(bytes, Pixels(bytesEach));
        }

        bytes.Write([0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]);
        return NativeBuffer.CopyOf(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>An invented name of four words.</summary>
    private static string NameOf(int number)
    {
        return $"{Word(number)}^{Word(number + 7_919)}^{Word(number + 15_013)}^{Word(number + 22_307)}";

        static string Word(int number)
        {
            string[] syllables = ["ba", "che", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "qui", "ro", "su", "ta"];
            var word = string.Concat(Enumerable.Range(0, 4).Select(place => syllables[(number >> (4 * place)) & 0xF]));
            return char.ToUpperInvariant(word[0]) + word[1..];
        }
    }

    private static DicomDataset Code(this DicomDataset item, string value, string scheme, string meaning) => item
        .Text(0x0008_0100, DicomVR.SH, value)
        .Text(0x0008_0102, DicomVR.SH, scheme)
        .Text(0x0008_0104, DicomVR.LO, meaning);

    private static void Item(MemoryStream bytes, ReadOnlySpan<byte> value)
    {
        Span<byte> head = [0xFE, 0xFF, 0x00, 0xE0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], value.Length);
        bytes.Write(head);
        bytes.Write(value);
    }

    private static NativeBuffer Write(
        string sopClass, string modality, int study, int instance, Action<DicomDataset> addContent)
    {
        using var file = DicomFile.Create(TransferSyntax.ExplicitLittleEndian);
        file.Dataset.AddHeader(sopClass, modality, study, instance);
        addContent(file.Dataset);
        return file.Write(SampleDataset.Writer);
    }

    // Not all the same, lest a file system or a host avoids storing them.
    private static byte[] Pixels(int length)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(length);
        var pixels = MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan());
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (ushort)(1024 + ((i * 31) % 977));
        }

        return bytes;
    }
}
