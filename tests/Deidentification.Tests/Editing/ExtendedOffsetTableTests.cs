// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Inspection;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Editing;

/// <summary>Elements that describe encapsulated pixel data are removed if they do not match it.</summary>
public sealed class ExtendedOffsetTableTests
{
    private static readonly DicomTag Offsets = new(0x7FE0_0001);
    private static readonly DicomTag Lengths = new(0x7FE0_0002);
    private static readonly DicomTag TotalLength = new(0x7FE0_0003);

    // Two frames of 4 bytes: their items begin at 0 and 12.
    [TestCase(new ulong[] { 0, 12 }, new ulong[] { 4, 3 }, true)]
    [TestCase(new ulong[] { 0 }, new ulong[] { 16 }, true, Description = "one frame of two fragments")]
    [TestCase(new ulong[] { 0, 12 }, null, true)]
    [TestCase(new ulong[] { 0, 8 }, new ulong[] { 4, 4 }, false, Description = "no fragment begins there")]
    [TestCase(new ulong[] { 0, 24 }, new ulong[] { 4, 4 }, false, Description = "where the fragments end")]
    [TestCase(new ulong[] { 0, ulong.MaxValue }, new ulong[] { 4, 4 }, false)]
    [TestCase(new ulong[] { 0, 12 }, new ulong[] { 4, 5 }, false, Description = "longer than the fragment")]
    [TestCase(new ulong[] { 0, 12 }, new ulong[] { 4 }, false)]
    [TestCase(null, new ulong[] { 4, 4 }, false, Description = "lengths of nothing")]
    public void Its_parts_stay_together_if_they_tell_of_frames(ulong[]? offsets, ulong[]? lengths, bool isTable)
    {
        using var file = Encapsulated();
        Set(file, Offsets, offsets);
        Set(file, Lengths, lengths);
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(anonymized.Dataset.Contains(Offsets), Is.EqualTo(isTable && offsets is not null));
        Assert.That(anonymized.Dataset.Contains(Lengths), Is.EqualTo(isTable && lengths is not null));
    }

    [TestCase(8ul, true)]
    [TestCase(4711_4711_4711ul, false)]
    public void A_total_length_stays_if_there_is_as_much(ulong length, bool stays)
    {
        using var file = Encapsulated();
        Set(file, TotalLength, [length]);
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(anonymized.Dataset.Contains(TotalLength), Is.EqualTo(stays));
    }

    [Test]
    public void Texts_in_it_go([Values(0x7FE0_0001u, 0x7FE0_0002u, 0x7FE0_0003u)] uint tag, [Values] bool isEncapsulated)
    {
        using var file = isEncapsulated ? Encapsulated() : Sample.Create();
        file.Dataset.With(new(tag), DicomVR.OB, "Wolkenstein^Theo");
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(anonymized.Dataset.Contains(new(tag)), Is.False);
    }

    [Test]
    public void It_goes_beside_native_pixels()
    {
        using var file = Sample.Create();
        file.Dataset.Set(DicomTag.PixelData, DicomVR.OW, new byte[40]);
        Set(file, Offsets, [0]);
        Set(file, Lengths, [8]);
        Set(file, TotalLength, [8]);
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(
            (DicomTag[])[Offsets, Lengths, TotalLength], Has.None.Matches<DicomTag>(tag => anonymized.Dataset.Contains(tag)));
    }

    [Test]
    public void The_check_for_leaks_searches_it()
    {
        using var file = Sample.Create();
        file.Dataset.With(DicomTag.PatientName, DicomVR.PN, "Wolkenstein^Theodora");
        var plan = TestHost.Plan("""{"Verify":true}""", Operation.Anonymize);
        var check = LeakCheck.For(plan, file)!;
        using var anonymized = TestHost.Apply(file, plan);
        anonymized.Dataset.With(Offsets, DicomVR.OV, "Wolkenstein^Theodora    ");
        using var bytes = anonymized.Write(new Implementation("1.2.3.4", "TEST"));
        Assert.That(() => check.Run(bytes), Throws.TypeOf<RequestException>().With.Message.Contains("7fe0,0001"));
    }

    private static DicomFile Encapsulated()
    {
        static byte[] Item(params byte[] value) => [0xFE, 0xFF, 0, 0xE0, .. BitConverter.GetBytes(value.Length), .. value];
        using var written = Sample.Create(TransferSyntax.FromUID("1.2.840.10008.1.2.4.50")).Write(new("1.2.3.4", "TEST"));
        return DicomFile.Parse(
        [
            .. written.AsSpan(), 0xE0, 0x7F, 0x10, 0, .. "OB"u8, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF,
            .. Item(), .. Item(1, 2, 3, 4), .. Item(5, 6, 7, 8), 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0,
        ]);
    }

    private static void Set(DicomFile file, DicomTag tag, ulong[]? numbers)
    {
        if (numbers is not null)
        {
            file.Dataset.Set(tag, DicomVR.OV, numbers.SelectMany(BitConverter.GetBytes).ToArray());
        }
    }
}
