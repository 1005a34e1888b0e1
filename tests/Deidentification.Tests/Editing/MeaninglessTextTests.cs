// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Editing;

/// <summary>Bytes after the NUL that ends a text: nobody sees them, but something may be written there.</summary>
public sealed class MeaninglessTextTests
{
    private const string Secret = "Wolkenstein^Theodora";

    [TestCase("UI", 0x0008_0016u, "1.2.840.10008.5.1.4.1.1.2", "\0")]
    [TestCase("CS", 0x0008_0060u, "CT", " ")]
    [TestCase("UN", 0x0008_0060u, "CT", " ")]
    [TestCase("OB", 0x0018_0060u, "120 ", "")]
    public void A_text_ends_with_its_NUL(string vr, uint tag, string text, string padding)
    {
        using var written = Sample.Create().Write(new Implementation("1.2.3.4", "TEST"));
        var value = $"{text}\0{Secret}";
        using var file = DicomFile.Parse([.. written.AsSpan(), .. vr is "UN" or "OB"
            ? RawElements.LongText((ushort)(tag >> 16), (ushort)tag, vr, value)
            : RawElements.Text((ushort)(tag >> 16), (ushort)tag, vr, value)]);
        using var anonymized = TestHost.Anonymize(file);
        AssertSilent(anonymized);
        var last = Last(anonymized.Dataset, tag);
        Assert.That(
            Encoding.ASCII.GetString(last.Value).TrimEnd(' ', '\0'), Is.EqualTo(text.TrimEnd()), $"padded by '{padding}'");
    }

    [Test]
    public void Numbers_that_are_zero_are_no_end_of_a_text()
    {
        using var file = Sample.Create();
        file.Dataset.Set(new DicomTag(0x0028_0106), DicomVR.US, new byte[] { 0, 0x41 });
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(anonymized.Dataset.Bytes(new(0x0028_0106)), Is.EqualTo(new byte[] { 0, 0x41 }));
    }

    [TestCase(@"ORIGINAL\0\PRIMARY\0 \AXIAL", @"ORIGINAL\0\PRIMARY\0 \AXIAL")]
    [TestCase(@"ORIGINAL \0\PRIMARY\0Wolkenstein", @"ORIGINAL \0\PRIMARY ")]
    public void Values_that_are_each_padded_stay(string text, string expected)
    {
        static string Unescaped(string escaped) => escaped.Replace("\\0", "\0", StringComparison.Ordinal);
        using var file = Sample.Create();
        file.Dataset.With(new(0x0008_0008), DicomVR.CS, Unescaped(text));
        using var anonymized = TestHost.Anonymize(file);
        Assert.That(
            Encoding.ASCII.GetString(anonymized.Dataset.Bytes(new(0x0008_0008))).TrimEnd(' ', '\0'),
            Is.EqualTo(Unescaped(expected).TrimEnd()));
    }

    [Test]
    public void A_backslash_behind_the_NUL_of_a_single_text_is_no_value()
    {
        using var file = Sample.Create();
        file.Dataset.With(new(0x0014_0042), DicomVR.ST, "text\0\\Wolkenstein");
        using var anonymized = TestHost.Anonymize(file);
        AssertSilent(anonymized);
    }

    private static DataElement Last(DicomDataset dataset, uint tag)
    {
        var last = default(DataElement);
        foreach (var element in dataset)
        {
            last = element.Tag.Value == tag ? element : last;
        }

        return last;
    }

    private static void AssertSilent(DicomFile file)
    {
        using var bytes = file.Write(new Implementation("1.2.3.4", "TEST"));
        Assert.That(Encoding.Latin1.GetString(bytes.AsSpan()), Does.Not.Contain("Wolken"));
    }
}
