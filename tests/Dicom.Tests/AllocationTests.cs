// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests;

/// <summary>Managed memory grows with the number of elements, not with their bytes.</summary>
public sealed class AllocationTests
{
    private const int Slack = 32 << 10;

    [Test]
    public void Reading_editing_and_writing_allocate_the_same_for_short_and_for_long_values()
    {
        _ = AllocatedFor(elements: 100, bytesEach: 16);

        var (few, many) = (AllocatedFor(100, 16), AllocatedFor(100, 256 << 10));

        Assert.That(many, Is.LessThan(few + Slack), "25 MiB of values against 1.6 KiB");
    }

    [Test]
    public void Reading_editing_and_writing_allocate_a_bounded_number_of_bytes_for_each_element()
    {
        const int Elements = 20_000;
        _ = AllocatedFor(100, 2);

        Assert.That(AllocatedFor(Elements, 2) / Elements, Is.LessThan(512));
    }

    [Test]
    public void Finding_elements_and_their_bytes_allocates_nothing()
    {
        using var file = DicomFile.Parse(Raw(100, 16).File());
        var dataset = file.Dataset;
        long LookUp() => dataset.TryGet(new DicomTag(0x0042_0020), out var element) && !dataset.Contains(default)
            ? element.Value.Length + dataset[0].Slice(0, 2).Length + dataset.IndexOf(element.Tag)
            : 0;
        Assert.That(LookUp(), Is.EqualTo(16 + 2 + 0x20 - 1));

        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = LookUp();

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static long AllocatedFor(int elements, int bytesEach)
    {
        using var source = NativeBuffer.CopyOf(Raw(elements, bytesEach).File());
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var file = DicomFile.Parse(source);
        file.Dataset.Set(DicomTag.PatientID, DicomVR.LO, "ID"u8.ToArray());
        using var written = file.Write(Written.Implementation);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static RawDataset Raw(int elements, int bytesEach)
    {
        var raw = new RawDataset();
        for (var i = 1u; i <= elements; i++)
        {
            raw.Element(0x0042_0000 + i, "OB", new byte[bytesEach]);
        }

        return raw;
    }
}
