// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;
using OrthancDeid.Jobs.Tests.Simulation;

namespace OrthancDeid.Jobs.Tests;

/// <summary>
/// State that former versions of the plugin stored in the database of a real Orthanc can be read, and state of a newer
/// version is left alone. The names of the files in the folder <c>States</c> give their kind, their version and the moment;
/// the files must never be changed.
/// </summary>
[NonParallelizable]
internal sealed class KeptTextTests
{
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(ThisFile())!, "States");

    private IHost _before = null!;
    private SimulatedStore _store = null!;

    [SetUp]
    public void Start()
    {
        _before = OrthancHost.Current;
        _store = new SimulatedStore(new Random(1));
        OrthancHost.Current = new SimulatedHost(
            _store, new Schedule(1) { IsQuiet = true }, new SimulatedClock(), new SimulatedJobs(() => "job"), [], checksRevisions: false);
    }

    [TearDown]
    public void Stop() => OrthancHost.Current = _before;

    private static IEnumerable<TestCaseData> Jobs() => Directory.EnumerateFiles(Folder, "job-*.json")
        .Select(static path => new TestCaseData(File.ReadAllText(path)).SetArgDisplayNames(Path.GetFileNameWithoutExtension(path)));

    [TestCaseSource(nameof(Jobs))]
    public void A_kept_job_is_read_and_nothing_of_it_is_lost(string text)
    {
        Assert.That(JobState.TryRead(text, out var definition, out var progress), Is.True);
        var again = new ArrayBufferWriter<byte>();
        JobState.Write(again, definition!, progress!.Snapshot(JobPhaseName.Transfer, definition!.PatientNumber));
        var (kept, written) = (JsonNode.Parse(text)!, JsonNode.Parse(again.WrittenSpan)!);
        Assert.That((int)written[JobState.Form.Mark]!, Is.EqualTo(JobState.Form.Newest));

        // A newer version may write the same state differently; then this has to compare what is read with what was written.
        kept[JobState.Form.Mark] = JobState.Form.Newest;
        Assert.That(JsonNode.DeepEquals(written, kept), Is.True, () => $"{kept}\nbecame\n{written}");
        Assert.That(definition.Sources, Is.Not.Empty);
    }

    [Test]
    public void Each_version_that_is_read_has_an_example()
    {
        for (var version = JobState.Form.Oldest; version <= JobState.Form.Newest; version++)
        {
            Assert.That(Directory.GetFiles(Folder, $"job-{version}-*.json"), Is.Not.Empty, $"a job of version {version}");
        }
    }

    [TestCaseSource(nameof(Jobs))]
    public void A_job_of_the_next_version_is_not_read_and_keeps_its_place(string text)
    {
        var newer = Newer(text, JobState.Form);
        Assert.That(JobState.TryRead(newer, out _, out _), Is.False);
        _store.Properties[JobJournal.CountProperty] = "2";
        _store.Properties[JobJournal.FirstProperty] = newer;
        _store.Properties[JobJournal.FirstProperty + 1] = text;
        var token = JobState.Form.KeyOf(text)!;
        var log = new Lines();
        var journal = new JobJournal(log);
        Assert.That(journal.Tokens(), Is.EqualTo([token]));
        Assert.That(journal.Newer(), Is.EqualTo([token]));
        Assert.That(log.Said, Has.Exactly(1).Matches(
            $"^Global property {JobJournal.FirstProperty} of the database holds a job of a newer version of the plugin: its form has"
            + $" version {JobState.Form.Newest + 1}, and this plugin reads {JobState.Form.Oldest} to {JobState.Form.Newest}\\."));

        journal.Remove(token);
        journal.Write("another", Encoding.UTF8.GetBytes(text.Replace(token, "another", StringComparison.Ordinal)));
        journal.Write("third", Encoding.UTF8.GetBytes(text.Replace(token, "third", StringComparison.Ordinal)));
        Assert.That(_store.Properties[JobJournal.FirstProperty], Is.EqualTo(newer), "it waits");
        Assert.That(new JobJournal(NullLogger.Instance).Tokens(), Is.EquivalentTo(["another", "third"]));
    }

    [Test]
    public void A_mapping_of_the_next_version_keeps_its_parts_and_its_name()
    {
        new SealedMappings(NullLogger.Instance).Add("job", MappingForm.Csv, [1], [7, 7]);
        var (property, header) = _store.Properties.Single(static one => one.Value.Contains("\"Parts\"", StringComparison.Ordinal));
        _store.Properties[property] = Newer(header, SealedMappings.Form);
        var kept = new Dictionary<int, string>(_store.Properties);

        var older = new SealedMappings(NullLogger.Instance);
        Assert.That(older.All(), Is.Empty);
        Assert.That(older.Remove("job"), Is.False);
        older.Add("job", MappingForm.Csv, [1], [8]);
        Assert.That(older.All().Select(static one => one.Id), Is.EqualTo(["job-1"]), "another name than that of the one that waits");
        foreach (var (place, text) in kept.Where(static one => one.Value.Contains("OrthancDeidMapping", StringComparison.Ordinal)))
        {
            Assert.That(_store.Properties[place], Is.EqualTo(text));
        }

        _store.Properties[property] = header;
        Assert.That(new SealedMappings(NullLogger.Instance).Read("job"), Is.EqualTo((byte[])[7, 7]));
    }

    private static string Newer(string text, StateForm form)
    {
        var json = JsonNode.Parse(text)!;
        json[form.Mark] = form.Newest + 1;
        return json.ToJsonString();
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private sealed class Lines : ILogger
    {
        public List<string> Said { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Said.Add(formatter(state, exception));
    }
}
