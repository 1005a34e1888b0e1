// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text.Json;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Jobs;

/// <summary>
/// The same UIDs twice, each time with different content: two series of three images each, in two places. Each image refers
/// to the first one of its own place, and its Instance Number identifies it.
/// </summary>
internal sealed class Twins
{
    private const int Series = 2;
    private const int Images = 3;

    private static int _last;

    private readonly string _root = $"1.2.826.0.1.3680043.9.66.{Interlocked.Increment(ref _last)}";
    private readonly JsonElement[] _stored = new JsonElement[2];

    private Twins(OrthancHost host) => Host = host;

    /// <summary>The host in which they are stored.</summary>
    public OrthancHost Host { get; }

    /// <summary>The value of Manufacturer that marks these files.</summary>
    public string Name => $"T{_root[(_root.LastIndexOf('.') + 1)..]}";

    /// <summary>The number of images.</summary>
    public static int Count => 2 * Series * Images;

    /// <summary>Stores one study under two Patient IDs.</summary>
    /// <param name="host">The host.</param>
    /// <param name="second">The second Patient ID, with <c>[A]</c> for the first one.</param>
    public static async Task<Twins> OfTwoPatients(OrthancHost host, string? second = null)
    {
        var twins = new Twins(host);
        await twins.Store(0, twins._root, $"{twins.Name}A", series => $"{series}");
        await twins.Store(
            1, twins._root, (second ?? "[A]B").Replace("[A]", $"{twins.Name}A", StringComparison.Ordinal),
            series => $"{series}");
        return twins;
    }

    /// <summary>Stores the images of one study in another study of the same patient, too.</summary>
    public static async Task<Twins> OfTwoStudies(OrthancHost host)
    {
        var twins = new Twins(host);
        await twins.Store(0, $"{twins._root}.1", $"{twins.Name}A", series => $"{series}");
        await twins.Store(1, $"{twins._root}.2", $"{twins.Name}A", series => $"{series}");
        return twins;
    }

    /// <summary>Stores the images of two series in two more series of the same study.</summary>
    public static async Task<Twins> OfTwoSeries(OrthancHost host)
    {
        var twins = new Twins(host);
        await twins.Store(0, twins._root, $"{twins.Name}A", series => $"{series}");
        await twins.Store(1, twins._root, $"{twins.Name}A", series => $"9.{series}");
        return twins;
    }

    /// <summary>Fills in <c>[ID 0]</c>, <c>[ParentSeries 1]</c>, <c>[ParentStudy 1]</c> and <c>[ParentPatient 0]</c> in a
    /// text.</summary>
    public string Resolve(string text)
    {
        for (var place = 0; place < _stored.Length; place++)
        {
            foreach (var member in (string[])["ID", "ParentSeries", "ParentStudy", "ParentPatient"])
            {
                text = text.Replace(
                    $"[{member} {place}]", _stored[place].GetProperty(member).GetString(), StringComparison.Ordinal);
            }
        }

        return text;
    }

    /// <summary>All images of this set in the host, sources and new ones, whatever their identifiers.</summary>
    public async Task<IReadOnlyList<TwinImage>> Find()
    {
        var found = new List<TwinImage>();
        foreach (var id in (await Host.Get("/instances")).Json().Strings())
        {
            using var file = DicomFile.Parse((await Host.Get($"/instances/{id}/file")).Body);
            var dataset = file.Dataset;
            if (dataset.GetText(new DicomTag(0x0008_0070)) == Name)
            {
                dataset.TryGet(new DicomTag(0x0008_1140), out var references);
                found.Add(new TwinImage(
                    id, int.Parse(dataset.GetText(new DicomTag(0x0020_0013))!.Trim(), CultureInfo.InvariantCulture),
                    dataset.GetText(DicomTag.StudyInstanceUID)!, dataset.GetText(DicomTag.SOPInstanceUID)!,
                    references.Sequence![0].GetText(new DicomTag(0x0008_1155))!));
            }
        }

        return found;
    }

    private async Task Store(int place, string study, string patient, Func<int, string> seriesOf)
    {
        for (var series = 1; series <= Series; series++)
        {
            for (var image = 1; image <= Images; image++)
            {
                var answer = await Host.Post("/instances", SampleFile.Make(dataset => dataset
                    .With(0x0008_0018, DicomVR.UI, $"{_root}.7.{series}.{image}")
                    .With(0x0008_0070, DicomVR.LO, Name)
                    .WithItem(0x0008_1140, item => item
                        .With(0x0008_1150, DicomVR.UI, "1.2.840.10008.5.1.4.1.1.2")
                        .With(0x0008_1155, DicomVR.UI, $"{_root}.7.1.1"))
                    .With(0x0010_0020, DicomVR.LO, patient)
                    .With(0x0020_000D, DicomVR.UI, study)
                    .With(0x0020_000E, DicomVR.UI, $"{_root}.8.{seriesOf(series)}")
                    .With(0x0020_0013, DicomVR.IS, string.Create(CultureInfo.InvariantCulture, $"{place}{series}{image}"))));
                _stored[place] = answer.Json();
            }
        }
    }
}
