// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests;

/// <summary>
/// In each host, the plugin answers with the same data set as the built-in of the reference version, which runs next to it,
/// except for fresh identifiers, the method string and the differences of docs/differences.md.
/// </summary>
internal sealed class SideBySideTests(OrthancVersion version) : VersionFixture(version)
{
    private static readonly string[] Editions = ["2008", "2017c", "2021b", "2023b"];

    private readonly SortedDictionary<string, int> _setAside = new(StringComparer.Ordinal);
    private int _comparisons;

    [TestCaseSource(typeof(Corpus), nameof(Corpus.Names))]
    public async Task A_real_file_gets_the_same_data_set(string name)
    {
        var file = Corpus.Read(name);
        var plugin = await RunningHosts.WithPlugin(Version);
        var builtIn = await RunningHosts.BuiltIn(Reference);
        var (id, refusal) = await plugin.TryStore(file);
        var (builtInId, builtInRefusal) = await builtIn.TryStore(file);
        Assert.That(id, Is.EqualTo(builtInId), () => $"with plugin: {refusal}; built-in: {builtInRefusal}");
        if (id is null)
        {
            Assert.Pass($"Orthanc stores no such file: {refusal}");
        }

        var requests = Version == Reference ? ComparedRequests.All : [ComparedRequests.Plain];
        await Compare(file, id!, requests.Select(request => new ComparedRequest(request.Operation, request.Body)));
    }

    [Test]
    public async Task A_file_that_shows_every_deliberate_difference_gets_the_same_data_set_but_for_them()
    {
        var file = DifferentSample.Make();
        await (await RunningHosts.BuiltIn(Reference)).Store(file);
        var id = await (await RunningHosts.WithPlugin(Version)).Store(file);
        using var both = Assert.EnterMultipleScope();
        await Compare(file, id,
            ComparedRequests.All.Select(request => new ComparedRequest(request.Operation, request.Body)));
        Assert.That(DeliberateDifferences.Rules.Select(rule => rule.Name), Is.SubsetOf(_setAside.Keys),
            "a rule for nothing");
    }

    [Test]
    public async Task A_file_that_goes_on_behind_the_end_of_its_data_set_is_read_up_to_there()
    {
        byte[] file =
        [
            .. SampleFile.Make(dataset => dataset
                .With(0x0028_0010, DicomVR.US, 1).With(0x7FE0_0010, DicomVR.OW, [1, 2, 3, 4])),
            0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0, .. "DOE^JOHN has no place here"u8,
        ];
        await (await RunningHosts.BuiltIn(Reference)).Store(file);
        var id = await (await RunningHosts.WithPlugin(Version)).Store(file);
        await Compare(file, id, [new ComparedRequest("anonymize", "{}"), new ComparedRequest("modify", "{}")]);
    }

    [TestCaseSource(nameof(Editions))]
    public async Task A_file_with_every_tag_of_the_table_gets_the_same_data_set(string edition)
    {
        var file = TableSample.Make(edition, withAll: false);
        await (await RunningHosts.BuiltIn(Reference)).Store(file);
        var id = await (await RunningHosts.WithPlugin(Version)).Store(file);
        var request = new ComparedRequest("anonymize", $$$"""{"DicomVersion": "{{{edition}}}"}""");
        Assert.That(ListedFile.Read(file).Elements, Has.Count.GreaterThan(ProfileTable.Of(edition).Rows.Count()));
        await Compare(file, id, [request]);
    }

    [Test]
    public async Task Most_files_can_be_compared()
    {
        var host = await RunningHosts.WithPlugin(Version);
        var refused = new List<string>();
        var accepted = 0;
        foreach (var (name, file) in SharedData.Objects())
        {
            var (instance, refusal) = await host.TryStore(file);
            accepted += instance is null ? 0 : 1;
            if (instance is null)
            {
                refused.Add($"{name}: {refusal}");
            }
        }

        await TestContext.Out.WriteLineAsync($"Orthanc {Version} stores {accepted} files, but not:\n"
            + $"{string.Join('\n', refused)}");
        Assert.That(accepted, Is.GreaterThan(refused.Count));
    }

    [OneTimeTearDown]
    public async Task Say_what_was_compared()
    {
        if (_comparisons > 0)
        {
            var rows = _setAside.Select(row => $"\n  {row.Value,6} times set aside: {row.Key}");
            await TestContext.Progress.WriteLineAsync(
                $"Orthanc {Version}: {_comparisons} answers compared with those of {Reference}{string.Concat(rows)}");
        }
    }

    private async Task Compare(byte[] file, string id, IEnumerable<ComparedRequest> requests)
    {
        var plugin = await RunningHosts.WithPlugin(Version);
        var builtIn = await RunningHosts.BuiltIn(Reference);
        var source = ListedFile.Read(file);
        var sourceIsSound = (await Dcmdump.Faults(file)).Length == 0;
        var faults = new List<string>();
        var answers = new List<(ComparedRequest Request, byte[] File)>();
        foreach (var request in requests)
        {
            var expected = await builtIn.Ask(id, request.Operation, request.Body);
            var answer = await plugin.Ask(id, request.Operation, request.Body);
            if (expected.Status != 200 || answer.Status != 200)
            {
                faults.Add($"{request}: built-in {expected}, plugin {answer}");
                continue;
            }

            Assert.That(answer.ContentType, Is.EqualTo("application/dicom"));
            var result = ListedFile.Read(answer.Body);
            var comparison = DataSetComparison.Of(
                source, ListedFile.Read(expected.Body), result, request, (Reference.Number, Version.Number));
            faults.AddRange(comparison.Faults.Select(fault => $"{request}: {fault}"));
            faults.AddRange(FaultsOfPixels(source, result).Select(fault => $"{request}: {fault}"));
            faults.AddRange(FaultsOfProfile(source, result, request).Select(fault => $"{request}: table: {fault}"));
            Count(comparison);
            answers.Add((request, answer.Body));
        }

        if (sourceIsSound && await Dcmdump.Faults([.. answers.Select(answer => answer.File)]) is { Length: > 0 } unreadable)
        {
            var numbered = answers.Select((answer, place) => $"{place} is {answer.Request}");
            faults.Add($"{unreadable}, where {string.Join("; ", numbered)}");
        }

        Assert.That(faults, Is.Empty, () => $"{faults.Count} differences:\n{string.Join('\n', faults)}");
    }

    private static IEnumerable<string> FaultsOfPixels(ListedFile source, ListedFile result)
    {
        if (source[DicomTag.PixelData] is { } pixels
            && (result[DicomTag.PixelData] is not { } same || !same.Value.AsSpan().SequenceEqual(pixels.Value))
            && !WholePixels.AreAllOf(source, pixels, result[DicomTag.PixelData]))
        {
            yield return "the pixel data is not that of the source, byte for byte";
        }
    }

    private static IReadOnlyList<string> FaultsOfProfile(ListedFile source, ListedFile result,
        ComparedRequest request) =>
        request is { IsAnonymization: true, Replaced.Count: 0, Kept.Count: 0 }
            ? ProfileReading.Faults(source, result, request.Edition,
                request.Body.Contains("KeepPrivateTags", StringComparison.Ordinal))
            : [];

    private void Count(DataSetComparison comparison)
    {
        _comparisons++;
        foreach (var (row, count) in comparison.SetAside)
        {
            _setAside[row] = _setAside.GetValueOrDefault(row) + count;
        }
    }
}
