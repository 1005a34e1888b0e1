// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests.Reading;

/// <summary>Values that are too large for a span or an array.</summary>
public sealed class HugeValueTests
{
    [Test]
    public void A_value_of_more_than_2_GiB_survives_an_edit_beside_it()
    {
        const long Length = (1L << 31) + 4096;
        var head = new RawDataset().Element(0x0010_0020, "LO", "ID").Header(0x7FE0_0010, "OW", (uint)Length).File();
        var source = NativeBuffer.Allocate(head.Length + Length);
        head.CopyTo(source.AsSpan(0, head.Length));
        Mark(source, head.Length, 1);
        Mark(source, head.Length + (Length / 2), 2);
        Mark(source, source.Length - 1, 3);

        using var file = DicomFile.Parse(source);
        Assert.That(file.Dataset[1].Length, Is.EqualTo(Length));
        Assert.That(() => file.Dataset[1].Value.Length, Throws.TypeOf<OverflowException>());
        Assert.That(file.Dataset[1].Slice(Length - 1, 1)[0], Is.EqualTo(3));

        file.Dataset.Set(DicomTag.PatientID, DicomVR.LO, "LONGER"u8.ToArray());
        using var written = file.Write(Written.Implementation);

        var start = written.Length - Length;
        Assert.That(
            new[] { written.AsSpan(start, 1)[0], written.AsSpan(start + (Length / 2), 1)[0],
                written.AsSpan(written.Length - 1, 1)[0] },
            Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public void Text_of_more_than_2_GiB_is_converted_where_it_is_the_same_and_else_refused([Values] bool isPlain)
    {
        const long Length = (1L << 31) + 4096;
        var head = new RawDataset().Element(0x0008_0005, "CS", "ISO_IR 100").Element(0x0010_0010, "PN", 0xE4, 0xF6)
            .Header(0x0010_4000, "UT", (uint)Length).File();
        var source = NativeBuffer.Allocate(head.Length + Length);
        head.CopyTo(source.AsSpan(0, head.Length));
        source.AsSpan(head.Length, int.MaxValue).Clear();
        source.AsSpan(head.Length + (long)int.MaxValue, (int)(Length - int.MaxValue)).Clear();
        source.AsSpan(source.Length - 1, 1)[0] = (byte)(isPlain ? 'A' : 0xE4);
        using var file = DicomFile.Parse(source);

        if (isPlain)
        {
            file.Dataset.ConvertText(SpecificCharacterSet.Utf8);
            Assert.That(file.Dataset[1].Value.ToArray(), Is.EqualTo("äö"u8.ToArray()));
        }
        else
        {
            Assert.That(() => file.Dataset.ConvertText(SpecificCharacterSet.Utf8), Throws.InvalidOperationException);
        }

        Assert.That(() => file.Dataset.GetText(new DicomTag(0x0010_4000)), Throws.TypeOf<OverflowException>());
    }

    [Test]
    public void A_character_set_of_more_than_2_GiB_is_none()
    {
        const long Length = (1L << 31) + 4096;
        var head = new RawDataset().Header(0x0008_0005, "UN", (uint)Length).File();
        var source = NativeBuffer.Allocate(head.Length + Length);
        head.CopyTo(source.AsSpan(0, head.Length));
        using var file = DicomFile.Parse(source);

        Assert.That(file.Dataset.CharacterSet, Is.EqualTo(file.DefaultCharacterSet));
    }

    // The largest size that Orthanc's 32-bit sizes can express.
    [Test]
    public void An_instance_of_4_GiB_less_a_byte_is_read_edited_and_written_in_memory_of_its_size()
    {
        const long Size = uint.MaxValue;
        SkipUnlessThereIs(2 * Size);
        var meta = new RawDataset().Element(0x0010_0020, "LO", "ID").File().Length;
        var length = Size - meta - 12;
        var head = new RawDataset().Element(0x0010_0020, "LO", "ID").Header(0x7FE0_0010, "OB", (uint)length).File();
        var source = NativeBuffer.Allocate(Size);
        head.CopyTo(source.AsSpan(0, head.Length));
        Mark(source, head.Length, 1);
        Mark(source, Size - 1, 2);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        using var file = DicomFile.Parse(source);
        file.Dataset.Set(DicomTag.PatientID, DicomVR.LO, "AB"u8.ToArray());
        using var written = file.Write(Written.Implementation);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(head.Length + length, Is.EqualTo(Size));
            Assert.That(written.AsSpan(written.Length - length, 1)[0], Is.EqualTo(1));
            Assert.That(written.AsSpan(written.Length - 1, 1)[0], Is.EqualTo(2), "odd lengths stay as they are");
            Assert.That(allocated, Is.LessThan(1 << 20), "managed bytes, whatever the size of the value");
        }
    }

    private static void SkipUnlessThereIs(long bytes)
    {
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (File.Exists("/proc/meminfo"))
        {
            var line = File.ReadLines("/proc/meminfo")
                .First(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
            available = long.Parse(
                line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
                System.Globalization.CultureInfo.InvariantCulture) * 1024;
        }

        Skip.Unless(
            available >= bytes,
            $"{bytes >> 30} GiB of memory are needed, {available >> 30} GiB are available: end what uses it");
    }

    private static void Mark(NativeBuffer buffer, long at, byte value) => buffer.AsSpan(at, 1)[0] = value;
}
