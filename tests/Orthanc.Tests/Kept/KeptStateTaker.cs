// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests.Kept;

/// <summary>
/// Takes the states from which <see cref="KeptStateTests"/> starts, with the plugin that is about to be delivered. Only
/// tests/Packaging/take-state.sh asks for this; otherwise there is nothing to do. A Lua script kills Orthanc in the middle
/// of a job while others wait.
/// </summary>
internal sealed class KeptStateTaker
{
    // Orthanc saves its jobs every ten seconds.
    private static readonly TimeSpan UntilSaved = TimeSpan.FromSeconds(15);

    private const int Attempts = 20;
    private const string Patient = "KEPT-1";
    private const string Interrupted = "interrupted";
    private const string Request = """{"Pseudonyms": "kept", "Options": ["RetainLongitudinalModifiedDates"]}""";

    private readonly SortedDictionary<string, int> _numbers = new(StringComparer.Ordinal);

    private DirectoryInfo _folder = null!;
    private int _stored;

    // VERSION-COMMIT.
    private static string? Name => Environment.GetEnvironmentVariable("ORTHANC_DEID_TAKE") is { Length: > 0 } name ? name : null;

    private string Folder => _folder.FullName;

    private static IEnumerable<OrthancVersion> Versions() => Name is null ? [] : OrthancVersion.OldestAndNewest();

    [SetUp]
    public void Make_folder() => _folder = Directory.CreateTempSubdirectory("orthanc-deid-");

    [TearDown]
    public void Delete_folder() => _folder.Delete(recursive: true);

    [TestCaseSource(nameof(Versions))]
    public Task While_it_stores(OrthancVersion version) => Take(version, "transfer", stored: 4, begin: async host =>
    {
        var paused = await Paused(host);
        await Task.Delay(UntilSaved);
        var study = await Store(host, Patient, 300, 8, copies: 1);
        var small = await Store(host, "KEPT-2", 400, 2, copies: 2);
        var job = await host.Submit($"{study.Path}/anonymize", $$"""
            {"Asynchronous": true, "KeepSource": false, "Pseudonyms": "kept", "Replace": {"SeriesDescription": "{{Interrupted}}"} }
            """);
        var pending = await host.Submit($"{small.Path}/anonymize", """{"Asynchronous": true}""");
        return new Moment(job, [paused, pending], study, KeepsSource: false);
    });

    [TestCaseSource(nameof(Versions))]
    public Task While_it_deletes_its_sources(OrthancVersion version) => Take(version, "deletion", deleted: 1, begin: async host =>
    {
        const int Count = 24;
        var study = await Store(host, Patient, 300, Count, copies: 1);
        var job = await host.Submit($"{study.Path}/anonymize", """
            {"Asynchronous": true, "KeepSource": false, "Pseudonyms": "kept"}
            """);
        return new Moment(job, [], study, KeepsSource: false);
    });

    [TestCaseSource(nameof(Versions))]
    public Task While_it_takes_back_what_it_stored(OrthancVersion version) => Take(version, "undo", deleted: 1, begin: async host =>
    {
        var study = await Store(host, "KEPT-3", 300, 24, copies: 1);
        var series = (await host.Get(study.Path)).Json().GetProperty("Series").Strings()[0];
        var last = (await host.Get($"/series/{series}")).Json().GetProperty("Instances").Strings()[^1];
        var number = await host.MainTag($"/instances/{last}", "InstanceNumber");
        host.LoseFile(NumberedStudy.File("KEPT-3", 300, int.Parse(number!, CultureInfo.InvariantCulture)));
        var job = await host.Submit($"{study.Path}/anonymize", """{"Asynchronous": true}""");
        return new Moment(job, [], study, KeepsSource: true) { End = "Failure", Lost = number };
    });

    [TestCaseSource(nameof(Versions))]
    public Task While_it_edits_in_place(OrthancVersion version) => Take(version, "in-place", stored: 2, begin: async host =>
    {
        var study = await Store(host, "KEPT-4", 300, 4, copies: 1);
        string[] annotated = [.. study.Instances, study.Path];
        await host.Annotate(annotated);
        var job = await host.Submit($"{study.Path}/modify", $$"""
            {"Asynchronous": true, "Force": true, "Replace": {"SeriesDescription": "{{Interrupted}}"},
             "Keep": ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"]}
            """);
        return new Moment(job, [], study, KeepsSource: true) { Annotated = annotated };
    });

    private async Task Take(
        OrthancVersion version, string name, Func<OrthancHost, Task<Moment>> begin, int stored = 0, int deleted = 0)
    {
        var state = new KeptState(Name!, version.Number, name);
        using (var files = KeptState.Files(Folder))
        {
            files.MakeKey();
        }

        _numbers.Clear();
        var script = Path.Combine(Folder, "kill.lua");
        await File.WriteAllTextAsync(script, $$"""
            local stored, deleted = 0, 0
            local function kill() os.execute('kill -KILL $PPID') end
            function OnStoredInstance(id, tags, metadata, origin)
              if origin['RequestOrigin'] == 'Plugins' and tags['SeriesDescription'] == '{{Interrupted}}' then
                stored = stored + 1
                if stored == {{stored}} then kill() end
              end
            end
            function OnDeletedInstance(id)
              deleted = deleted + 1
              if deleted == {{deleted}} then kill() end
            end
            """);
        KeptFacts facts;
        var before = 0;
        using (var host = await KeptState.Start(version, Folder, script))
        {
            facts = await Facts(host, begin);
            before = _stored;
            host.WaitForDeath();
        }

        await AssertInTheMiddle(facts, before);
        facts.Write(Folder);
        state.Pack(Folder);
    }

    private async Task<KeptFacts> Facts(OrthancHost host, Func<OrthancHost, Task<Moment>> begin)
    {
        var study = await Store(host, Patient, 100, 3, copies: 2);
        var sealedJob = await host.WaitForEnd(await host.Submit(
            $"{study.Path}/anonymize", Request.Replace("{", """{"Asynchronous": true, "Mapping": "CSV", """, StringComparison.Ordinal)));
        Assert.That(sealedJob.State(), Is.EqualTo("Success"), sealedJob.ToString);
        var mapping = sealedJob.Content().GetProperty("SealedMappings").Strings().Single();
        using var files = KeptState.Files(Folder);
        var opened = files.Open((await host.Get(mapping)).Body);
        var made = await host.InstancesOf(sealedJob.Content().GetProperty("Path").GetString()!);
        var plugin = (await host.Get("/deid")).Json().GetProperty("Version").GetString()!;
        var moment = await begin(host);
        return new KeptFacts
        {
            Plugin = plugin,
            Job = moment.Job,
            End = moment.End,
            Waiting = moment.Waiting,
            Source = moment.Study.Path,
            KeepsSource = moment.KeepsSource,
            Numbers = _numbers,
            Lost = moment.Lost,
            Pseudonymized = study.Path,
            Request = Request,
            Pseudonym = sealedJob.Content().GetProperty("PatientID").GetString()!,
            Made = made,
            Mapping = mapping,
            Opened = opened,
            Annotated = moment.Annotated,
        };
    }

    private async Task<NumberedStudy> Store(OrthancHost host, string patient, int first, int count, int copies)
    {
        var study = await NumberedStudy.Store(host, patient, first, count);
        _stored = await host.CountInstances();
        foreach (var number in study.Numbers)
        {
            _numbers[number.ToString(CultureInfo.InvariantCulture)] = copies;
        }

        return study;
    }

    /// <summary>Submits a job and pauses it. If the job ends first, tries again with another one.</summary>
    private async Task<string> Paused(OrthancHost host)
    {
        var study = await Store(host, "KEPT-5", 200, 24, copies: 1);
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var job = await host.Submit($"{study.Path}/modify", """{"Asynchronous": true}""");
            await host.Post($"/jobs/{job}/pause", string.Empty);
            foreach (var number in study.Numbers)
            {
                _numbers[number.ToString(CultureInfo.InvariantCulture)]++;
            }

            if ((await host.WaitForJob(job, static state => state.State() is "Paused" or "Success")).State() == "Paused")
            {
                return job;
            }
        }

        throw new InvalidOperationException($"{Attempts} jobs ended before they could be paused");
    }

    /// <summary>The journal has the job, and the host is neither as before the job nor as after it.</summary>
    private async Task AssertInTheMiddle(KeptFacts facts, int before)
    {
        var ids = await StoppedIndex.Read(Folder, "SELECT value FROM GlobalProperties WHERE property >= 0x4F460000");
        Assert.That(ids, Has.Some.Contains(facts.Job), "the journal has the job");
        var count = int.Parse(
            (await StoppedIndex.Read(Folder, "SELECT COUNT(*) FROM Resources WHERE resourceType = 3")).Single(), CultureInfo.InvariantCulture);
        var notes = await StoppedIndex.Read(
            Folder, "SELECT value FROM GlobalProperties WHERE property BETWEEN 0x4F450000 AND 0x4F45FFFF AND value <> ''");
        if (facts.Annotated.Count > 0)
        {
            Assert.That(notes, Is.Not.Empty, "what hung on an instance is not put back yet");
        }
        else
        {
            Assert.That(count, Is.Not.EqualTo(before).And.Not.EqualTo(facts.Numbers.Values.Sum()));
        }
    }

    /// <summary>What was happening when Orthanc was killed.</summary>
    private sealed record Moment(string Job, IReadOnlyList<string> Waiting, NumberedStudy Study, bool KeepsSource)
    {
        public string End { get; init; } = "Success";

        public string? Lost { get; init; }

        public IReadOnlyList<string> Annotated { get; init; } = [];
    }
}
