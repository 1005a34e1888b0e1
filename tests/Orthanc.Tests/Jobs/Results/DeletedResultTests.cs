// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Jobs.Results;

/// <summary>
/// Someone deletes or replaces what a job has stored or read, before the job has ended. It creates missing results again,
/// and deletes no source that has no successor or is no longer what was read.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.Oldest))]
internal sealed class DeletedResultTests(OrthancVersion version) : HostFixture(version)
{
    private const string Anonymize = """{"Asynchronous": true, "KeepSource": false}""";

    private string _study = null!;

    protected override JsonObject Configuration => ManyInstances.Configuration();

    [OneTimeSetUp]
    public async Task Store() => _study = await ManyInstances.Store(Host);

    [TestCase("cancel", "Failure", "resubmit")]
    [TestCase("pause", "Paused", "resume")]
    public async Task The_job_makes_it_again(string interrupt, string interrupted, string goOn)
    {
        var (job, half) = await Interrupt(interrupt, interrupted);
        var stored = await Host.InstancesOf(half);
        Assert.That(stored, Is.Not.Empty);
        Assert.That((await Host.Send(HttpMethod.Delete, half, null)).Status, Is.EqualTo(200));

        await Host.Post($"/jobs/{job}/{goOn}", string.Empty);
        var end = await Host.WaitForJob(job, state => state.State() == "Success");
        var made = end.Content().GetProperty("Path").GetString()!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(end.Content().GetProperty("FailedInstancesCount").GetInt32(), Is.Zero);
            Assert.That(made, Is.EqualTo(half), "the identifiers are the same");
            Assert.That(await Host.InstancesOf(made), Has.Count.EqualTo(ManyInstances.Count));
            Assert.That(await Host.CountInstances(), Is.EqualTo(ManyInstances.Count));
        }

        _study = made;
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_source_whose_successor_is_deleted_while_the_job_runs_is_kept(bool isPermissive)
    {
        var permissive = isPermissive ? "true" : "false";
        var (_, half, job) = await Running($$"""
            {"Asynchronous": true, "KeepSource": false, "Permissive": {{permissive}} }
            """);
        var gone = (await Host.InstancesOf(half))[0];
        Assert.That((await Host.Send(HttpMethod.Delete, $"/instances/{gone}", null)).Status, Is.EqualTo(200));

        var end = await Host.WaitForEnd(job);
        Assert.That(end.State(), Is.EqualTo(isPermissive ? "Success" : "Failure"), end.ToString);
        var failed = end.Content().GetProperty("FailedInstances").Strings();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(end.Content().GetProperty("Error").GetProperty("Details").GetString(), Does.Contain(gone));
            Assert.That(await Host.CountInstances(), Is.EqualTo(ManyInstances.Count), "each is there once");
            Assert.That(
                await Host.InstancesOf(_study),
                isPermissive ? Is.EqualTo(failed) : Has.Count.EqualTo(ManyInstances.Count));
            Assert.That(failed, Has.Count.EqualTo(1));
        }

        if (isPermissive)
        {
            // The next test needs a whole study.
            await Host.Send(HttpMethod.Delete, _study, null);
            await Host.Send(HttpMethod.Delete, half, null);
            _study = await ManyInstances.Store(Host);
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_source_whose_successor_becomes_something_else_is_kept(bool isPermissive)
    {
        var permissive = isPermissive ? "true" : "false";
        var (_, half, job) = await Running($$"""
            {"Asynchronous": true, "KeepSource": false, "Permissive": {{permissive}} }
            """);
        var other = (await Host.InstancesOf(half))[0];
        await Replace(other);

        var end = await Host.WaitForEnd(job);
        var failed = end.Content().GetProperty("FailedInstances").Strings();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(end.State(), Is.EqualTo(isPermissive ? "Success" : "Failure"), end.ToString);
            Assert.That(end.Content().GetProperty("Error").GetProperty("Details").GetString(), Does.Contain(other));
            Assert.That(failed, Has.Count.EqualTo(1));
            Assert.That((await Host.Get($"/instances/{other}")).Status, Is.EqualTo(200), "what somebody else has stored");
            Assert.That(
                await Host.InstancesOf(_study),
                isPermissive ? Is.EqualTo(failed) : Has.Count.EqualTo(ManyInstances.Count));
        }

        await Host.Send(HttpMethod.Delete, half, null);
        if (isPermissive)
        {
            // The next test needs a whole study.
            await Host.Send(HttpMethod.Delete, _study, null);
            _study = await ManyInstances.Store(Host);
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_source_that_becomes_something_else_after_it_was_read_is_kept(bool isPermissive)
    {
        var permissive = isPermissive ? "true" : "false";
        var (_, half, job) = await Running($$"""
            {"Asynchronous": true, "KeepSource": false, "Permissive": {{permissive}} }
            """);
        var made = (await Host.InstancesOf(half))[0];
        var number = NumberOf((await Host.Get($"/instances/{made}")).Json());
        var source = (await Host.Get($"{_study}/instances")).Json().EnumerateArray()
            .Single(one => NumberOf(one) == number).GetProperty("ID").GetString()!;
        var correction = await Replace(source);

        var end = await Host.WaitForEnd(job);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(end.State(), Is.EqualTo(isPermissive ? "Success" : "Failure"), end.ToString);
            Assert.That(end.Content().GetProperty("Error").GetProperty("Details").GetString(), Does.Contain(source));
            Assert.That(end.Content().GetProperty("FailedInstances").Strings(), Is.EqualTo(new[] { source }));
            Assert.That((await Host.Get($"/instances/{source}/file")).Body, Is.EqualTo(correction), "the correction");
            Assert.That((await Host.Get($"/instances/{made}")).Status, Is.EqualTo(404), "what was made of the old one");
            Assert.That(await Host.InstancesOf(_study), Has.Count.EqualTo(isPermissive ? 1 : ManyInstances.Count));
            Assert.That(await Host.CountInstances(), Is.EqualTo(ManyInstances.Count), "each is there once");
        }

        // The next test needs a whole study.
        await Host.Send(HttpMethod.Delete, half, null);
        await Host.Send(HttpMethod.Delete, _study, null);
        _study = await ManyInstances.Store(Host);
    }

    private static string NumberOf(JsonElement instance) =>
        instance.GetProperty("MainDicomTags").GetProperty("InstanceNumber").GetString()!;

    /// <summary>Stores another file in the place of an instance.</summary>
    private async Task<byte[]> Replace(string instance)
    {
        using var file = DicomFile.Parse((await Host.Get($"/instances/{instance}/file")).Body);
        file.Dataset.With(0x0020_4000, DicomVR.LT, "of somebody else");
        using var changed = file.Write(new Implementation("1.2.826.0.1.3680043.9.9", "TEST"));
        var bytes = changed.AsSpan().ToArray();
        Assert.That((await Host.Send(HttpMethod.Delete, $"/instances/{instance}", null)).Status, Is.EqualTo(200));
        Assert.That(await Host.Store(bytes), Is.EqualTo(instance));
        return bytes;
    }

    /// <summary>Submits a job and waits until it has stored a part.</summary>
    private async Task<(JsonElement State, string Half, string Job)> Running(string body)
    {
        var job = await Host.Submit($"{_study}/anonymize", body);
        var state = await Host.WaitForJob(job, one => one.GetProperty("Progress").GetInt32() > 10);
        Assert.That(state.GetProperty("Progress").GetInt32(), Is.LessThan(100), "too quick to be interrupted");
        return (state, state.Content().GetProperty("Path").GetString()!, job);
    }

    private async Task<(string Job, string Half)> Interrupt(string action, string expected)
    {
        var (_, half, job) = await Running(Anonymize);
        await Host.Post($"/jobs/{job}/{action}", string.Empty);
        var reached = await Host.WaitForJob(
            job, state => state.State() == expected || state.State() is "Success" or "Failure");
        Assert.That(reached.State(), Is.EqualTo(expected), "too quick to be interrupted");
        return (job, half);
    }
}
