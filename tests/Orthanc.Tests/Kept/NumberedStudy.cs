// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text.Json;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Kept;

/// <summary>A study whose images have numbers, in InstanceNumber and in their pixels, that no other study has.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Instances">The paths of its instances.</param>
/// <param name="Numbers">The numbers.</param>
internal sealed record NumberedStudy(string Path, IReadOnlyList<string> Instances, IReadOnlyList<int> Numbers)
{
    private const string Root = "1.2.826.0.1.3680043.9.86";
    private const ushort Side = 64;

    private static readonly DicomTag InstanceNumber = new(0x0020_0013);

    /// <summary>Stores such a study.</summary>
    /// <param name="host">The host.</param>
    /// <param name="patient">The Patient ID.</param>
    /// <param name="first">Its first number.</param>
    /// <param name="count">The number of images.</param>
    public static async Task<NumberedStudy> Store(OrthancHost host, string patient, int first, int count)
    {
        var instances = new List<string>();
        var study = string.Empty;
        int[] numbers = [.. Enumerable.Range(first, count)];
        foreach (var number in numbers)
        {
            var answer = await host.Post("/instances", File(patient, first, number));
            Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
            instances.Add($"/instances/{answer.Json().GetProperty("ID").GetString()}");
            study = $"/studies/{answer.Json().GetProperty("ParentStudy").GetString()}";
        }

        return new NumberedStudy(study, instances, numbers);
    }

    /// <summary>The file of an image.</summary>
    public static byte[] File(string patient, int first, int number) => SampleFile.Make(dataset => dataset
        .With(0x0008_0018, DicomVR.UI, Text($"{Root}.{first}.1.{number}"))
        .With(0x0010_0020, DicomVR.LO, patient)
        .With(0x0020_000D, DicomVR.UI, Text($"{Root}.{first}"))
        .With(0x0020_000E, DicomVR.UI, Text($"{Root}.{first}.1"))
        .With(0x0020_0013, DicomVR.IS, Text($"{number}"))
        .With(0x0028_0010, DicomVR.US, Side)
        .With(0x0028_0011, DicomVR.US, Side)
        .With(0x7FE0_0010, DicomVR.OW, Pixels(number)));

    /// <summary>
    /// How often each number occurs in the index. Asserts that all files but a lost one have its number and its pixels.
    /// </summary>
    /// <param name="host">The host.</param>
    /// <param name="lost">The number of an image whose file is lost.</param>
    public static async Task<IReadOnlyDictionary<string, int>> Count(OrthancHost host, string? lost = null)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var one in (await host.Get("/instances?expand")).Json().EnumerateArray())
        {
            var number = one.GetProperty("MainDicomTags").GetProperty("InstanceNumber").GetString()!.Trim();
            counts[number] = counts.GetValueOrDefault(number) + 1;
            if (number != lost)
            {
                await AssertWhole(host, one, number);
            }
        }

        return counts;
    }

    private static async Task AssertWhole(OrthancHost host, JsonElement instance, string number)
    {
        var answer = await host.Get($"/instances/{instance.GetProperty("ID").GetString()}/file");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        using var file = DicomFile.Parse(answer.Body);
        Assert.That(file.Dataset.GetText(InstanceNumber), Is.EqualTo(number));
        Assert.That(file.Dataset.TryGet(new DicomTag(0x7FE0_0010), out var pixels), Is.True);
        Assert.That(
            pixels.Value.SequenceEqual(Pixels(int.Parse(number, CultureInfo.InvariantCulture))), Is.True,
            $"the pixels are those of image {number}");
    }

    private static byte[] Pixels(int number)
    {
        var pixels = new byte[Side * Side * sizeof(ushort)];
        Array.Fill(pixels, (byte)number);
        pixels[0] = (byte)(number >> 8);
        return pixels;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
