// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;
using OrthancDeid.Jobs.Tests.Simulation;

namespace OrthancDeid.Jobs.Tests;

/// <summary>Sealed mappings in the database of the host.</summary>
[NonParallelizable]
internal sealed class SealedMappingsTests
{
    private Host.IHost _before = null!;

    [SetUp]
    public void Start()
    {
        _before = OrthancHost.Current;
        OrthancHost.Current = new SimulatedHost(
            new SimulatedStore(new Random(1)), new Schedule(1) { IsQuiet = true }, new SimulatedClock(),
            new SimulatedJobs(() => "job"), [], checksRevisions: false);
    }

    [TearDown]
    public void Stop() => OrthancHost.Current = _before;

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(1 << 20)]
    [TestCase((3 << 20) + 7)]
    public void A_mapping_of_any_size_is_there_after_a_restart_until_it_is_deleted(int size)
    {
        var content = new byte[size];
        new Random(7).NextBytes(content);
        New().Add("job", MappingForm.Csv, SealedMapping.Bits([0, 9], 10), content);
        var kept = New();
        var mapping = kept.All().Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(mapping.Form, Is.EqualTo(MappingForm.Csv));
            Assert.That(Enumerable.Range(0, 20).Where(mapping.Covers), Is.EqualTo([0, 9]));
            Assert.That(kept.Read(mapping.Id), Is.EqualTo(content));
            Assert.That(kept.Read($"{mapping.Id}/0"), Is.Null, "a part is none");
            Assert.That(kept.Read("other"), Is.Null);
        }

        Assert.That(kept.Remove(mapping.Id), Is.True);
        Assert.That(kept.Remove(mapping.Id), Is.False);
        Assert.That(New().All(), Is.Empty);
        Assert.That(New().Read(mapping.Id), Is.Null);
    }

    [Test]
    public void A_job_may_have_several_and_none_takes_the_place_of_another()
    {
        var kept = New();
        kept.Add("a", MappingForm.Json, [1], [1]);
        kept.Add("b", MappingForm.Json, [1], [2]);
        kept.Add("a", MappingForm.Json, [2], [3]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(kept.OfJob("a").Select(one => kept.Read(one.Id)![0]), Is.EqualTo([1, 3]));
            Assert.That(kept.OfJob("b").Select(one => SealedMappings.PathOf("b", 0)), Is.EqualTo([$"/deid/mappings/{kept.OfJob("b")[0].Id}"]));
            Assert.That(kept.All(), Has.Count.EqualTo(3));
        }
    }

    [Test]
    public void Those_of_a_job_are_found_when_the_first_one_was_fetched_and_deleted()
    {
        var kept = New();
        for (byte number = 0; number < 3; number++)
        {
            kept.Add("a", MappingForm.Csv, [number], [number]);
        }

        kept.Add("a-b", MappingForm.Csv, [9], [9]);
        kept.Remove("a");
        kept.Add("a", MappingForm.Csv, [3], [3]);
        Assert.That(kept.OfJob("a").Select(one => kept.Read(one.Id)![0]), Is.EqualTo([1, 2, 3]));
    }

    /// <summary>The host is killed after each write that adds or removes a mapping.</summary>
    [Test]
    public void Parts_without_a_mapping_go_in_the_next_run()
    {
        const int Parts = 3;
        var store = new SimulatedStore(new Random(1));
        OrthancHost.Current = new SimulatedHost(
            store, new Schedule(1) { IsQuiet = true }, new SimulatedClock(), new SimulatedJobs(() => "job"), [], checksRevisions: false);
        New().Add("kept", MappingForm.Csv, [1], new byte[5]);
        New().Add("job", MappingForm.Csv, [1], new byte[((Parts - 1) << 20) + 1]);
        var whole = new Dictionary<int, string>(store.Properties);
        var header = whole.Single(one => one.Value.Contains("\"Key\":\"job\"", StringComparison.Ordinal)).Key;
        store.Properties[header] = string.Empty;
        Assert.That(Keys(store), Has.Length.EqualTo(2 + Parts), "as a kill leaves it");
        Assert.That(New().All().Select(static one => one.Id), Is.EqualTo(["kept"]));
        Assert.That(Keys(store), Is.EquivalentTo(["kept", "kept/0"]));
        Assert.That(New().Read("kept"), Has.Length.EqualTo(5));
    }

    private static string[] Keys(SimulatedStore store) => [.. store.Properties.Values
        .Where(static text => text.Contains("OrthancDeidMapping", StringComparison.Ordinal))
        .Select(static text => System.Text.Json.JsonDocument.Parse(text).RootElement.GetProperty("Key").GetString()!)];

    private static SealedMappings New() => new(NullLogger.Instance);
}
