// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Pixels;

/// <summary>Images of two frames of 64 by 64 pixels, and the same in other encodings, made by independent tools.</summary>
internal static class PixelSamples
{
    public const string Native = "1.2.840.10008.1.2.1";
    public const int Size = 64;
    public const int Frames = 2;

    /// <summary>The region that <see cref="AssertMasked"/> expects to be black, in whole JPEG blocks.</summary>
    public const string Region = """{"RegionType": "2D", "Origin": [0, 0], "End": [32, 16]}""";

    private static int _number;

    /// <summary>An image; each call makes another instance of one series.</summary>
    public static byte[] Image(int bits = 12, string? manufacturer = null, Action<DicomDataset>? add = null)
    {
        var number = Interlocked.Increment(ref _number);
        return SampleFile.Make(dataset =>
        {
            dataset.With(0x0008_0018, DicomVR.UI, string.Create(CultureInfo.InvariantCulture, $"{SampleFile.InstanceUid}.77.{number}"))
                .With(0x0020_000E, DicomVR.UI, $"{SampleFile.SeriesUid}.77")
                .With(0x0020_0013, DicomVR.IS, string.Create(CultureInfo.InvariantCulture, $"{number}"))
                .With(0x0028_0008, DicomVR.IS, string.Create(CultureInfo.InvariantCulture, $"{Frames}"))
                .With(0x0028_0010, DicomVR.US, Size)
                .With(0x0028_0011, DicomVR.US, Size)
                .With(0x0028_0100, DicomVR.US, (ushort)(bits > 8 ? 16 : 8))
                .With(0x0028_0101, DicomVR.US, (ushort)bits)
                .With(0x0028_0102, DicomVR.US, (ushort)(bits - 1))
                .With(0x7FE0_0010, bits > 8 ? DicomVR.OW : DicomVR.OB, Pixels(bits));
            if (manufacturer is not null)
            {
                dataset.With(0x0008_0070, DicomVR.LO, manufacturer);
            }

            add?.Invoke(dataset);
        });
    }

    /// <summary>An image in a syntax that no host decodes without a plugin: JPEG 2000, and damaged as well.</summary>
    public static byte[] Undecodable()
    {
        // An offset table, a fragment and the delimiter (PS3.5 A.4).
        byte[] pixels =
        [
            0xFE, 0xFF, 0x00, 0xE0, 0, 0, 0, 0, 0xFE, 0xFF, 0x00, 0xE0, 4, 0, 0, 0, 0xFF, 0x4F, 0xFF, 0x51,
            0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0,
        ];
        var file = Image(bits: 8, add: dataset => dataset.With(0x0028_0008, DicomVR.IS, "1").Remove(DicomTag.PixelData));
        var syntax = "1.2.840.10008.1.2.1\0"u8;
        var at = file.AsSpan().IndexOf(syntax);

        // The new UID is two bytes longer, which changes the lengths of the element and of its group.
        byte[] head = [.. file[..at], .. "1.2.840.10008.1.2.4.90"u8];
        head[at - 2] = 22;
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(140), BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(140)) + 2);
        return [.. head, .. file[(at + syntax.Length)..], 0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)'B', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, .. pixels];
    }

    /// <summary>The image in another transfer syntax, transcoded by an Orthanc without the plugin.</summary>
    public static async Task<byte[]> Encoded(OrthancVersion version, byte[] image, string syntax)
    {
        var host = await RunningHosts.BuiltIn(version);
        var answer = await host.Ask(await host.Store(image), "modify", $$"""
            {"Transcode": "{{syntax}}", "Keep": ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"], "Force": true}
            """);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That(ListedFile.Read(answer.Body).TransferSyntax.UID, Is.EqualTo(syntax));
        return answer.Body;
    }

    /// <summary>The image, run-length encoded by DCMTK.</summary>
    public static byte[] RunLengthEncoded(byte[] image)
    {
        const string Program = "/usr/bin/dcmcrle";
        Skip.Unless(File.Exists(Program), "dcmcrle is not on this machine (apt-get install dcmtk)");
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, image);
            using var process = Process.Start(Program, [path, path]);
            process.WaitForExit();
            Assert.That(process.ExitCode, Is.Zero);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Asserts that the region is black in all frames, and that everything outside is unchanged.</summary>
    public static async Task AssertMasked(OrthancVersion version, byte[] source, byte[] made)
    {
        var before = await Decoded(version, source);
        var after = await Decoded(version, made);
        Assert.That(after, Has.Length.EqualTo(before.Length));
        var black = before.Index().Where(pixel => !IsInRegion(pixel.Index)).GroupBy(pixel => pixel.Index / (Size * Size))
            .ToDictionary(frame => frame.Key, frame => frame.Min(pixel => pixel.Item));
        var inside = after.Where((value, i) => IsInRegion(i) && Math.Abs(value - black[i / (Size * Size)]) > 2).Count();
        var outside = after.Where((value, i) => !IsInRegion(i) && value != before[i]).Count();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(inside, Is.Zero, "pixels of the region that are not black");
            Assert.That(outside, Is.Zero, "pixels outside of the region that changed");
        }
    }

    /// <summary>Whether a pixel is in the region of its frame.</summary>
    private static bool IsInRegion(int index) => index % Size < 32 && index / Size % Size < 16;

    private static async Task<int[]> Decoded(OrthancVersion version, byte[] image)
    {
        using var file = DicomFile.Parse(ListedFile.Read(image).TransferSyntax.UID == Native ? image : await Encoded(version, image, Native));
        Assert.That(file.Dataset.TryGet(DicomTag.PixelData, out var pixels), Is.True);
        var bytes = pixels.Value.ToArray();
        return bytes.Length == Size * Size * Frames
            ? [.. bytes.Select(value => (int)value)]
            : [.. bytes.Chunk(2).Select(pair => BinaryPrimitives.ReadUInt16LittleEndian(pair))];
    }

    // Neither flat, which would compress to nothing, nor black, which a mask would not change.
    private static byte[] Pixels(int bits)
    {
        var values = Enumerable.Range(0, Size * Size * Frames).Select(i => 10 + ((i % Size * 3) + (i / Size * 5)) % ((1 << bits) - 20));
        return bits > 8 ? [.. values.SelectMany(value => new[] { (byte)value, (byte)(value >> 8) })] : [.. values.Select(value => (byte)value)];
    }
}
