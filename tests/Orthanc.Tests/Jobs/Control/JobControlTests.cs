// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Jobs.Control;

/// <summary>A job can be watched, paused, cancelled and resubmitted, and duplicates nothing.</summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class JobControlTests(OrthancVersion version) : HostFixture(version)
{
    private const string Asynchronous = """{"Asynchronous": true}""";

    private string _study = null!;
    private int _before;

    protected override JsonObject Configuration => ManyInstances.Configuration();

    [OneTimeSetUp]
    public async Task Store() => _study = await ManyInstances.Store(Host);

    [SetUp]
    public async Task Count() => _before = await Host.CountInstances();

    [Test]
    public async Task A_pause_pauses()
    {
        (var job, var paused, _before) = await ManyInstances.Interrupt(
            Host, $"{_study}/anonymize", Asynchronous, "pause");
        var stored = await Host.CountInstances();
        await Task.Delay(TimeSpan.FromSeconds(1));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(paused.State(), Is.EqualTo("Paused"));
            Assert.That(paused.GetProperty("Progress").GetInt32(), Is.InRange(1, 99));
            Assert.That(stored, Is.InRange(_before + 1, _before + ManyInstances.Count - 1));
            Assert.That(await Host.CountInstances(), Is.EqualTo(stored), "nothing is stored while the job is paused");
        }

        await Host.Post($"/jobs/{job}/resume", string.Empty);
        await AssertWhole(job);
    }

    [TestCase("anonymize")]
    [TestCase("split")]
    public async Task A_cancelled_job_goes_on_when_it_is_submitted_again(string operation)
    {
        var series = (await Host.Get(_study)).Json().GetProperty("Series")[0].GetString();
        var body = $$"""{"Asynchronous": true, "KeepSource": true, "Series": ["{{series}}"]}""";
        (var job, var cancelled, _before) = await ManyInstances.Interrupt(
            Host, $"{_study}/{operation}", body, "cancel");
        var stored = await Host.CountInstances();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(cancelled.State(), Is.EqualTo("Failure"));
            Assert.That(cancelled.GetProperty("ErrorCode").GetInt32(), Is.EqualTo(37));
            Assert.That(stored, Is.InRange(_before + 1, _before + ManyInstances.Count - 1));
        }

        await Host.Post($"/jobs/{job}/resubmit", string.Empty);
        await Host.WaitForJob(job, state => state.State() == "Success");
        await AssertWhole(job);
    }

    [Test]
    public async Task Progress_grows_and_the_new_study_is_named_from_the_first_instance_on()
    {
        var job = await Host.Submit($"{_study}/modify", Asynchronous);
        var seen = new List<int>();
        var named = false;
        var end = await Host.WaitForJob(job, state =>
        {
            var progress = state.GetProperty("Progress").GetInt32();
            seen.Add(progress);
            named |= progress is > 0 and < 100 && state.Content().TryGetProperty("ID", out _);
            return state.State() is "Success" or "Failure";
        });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(end.State(), Is.EqualTo("Success"));
            Assert.That(seen, Is.Ordered.Ascending);
            Assert.That(seen.Distinct().Count(), Is.GreaterThan(2));
            Assert.That(named, Is.True);
        }
    }

    /// <summary>The job of the built-in continues forever, see <see cref="JobControlDifferenceTests"/>.</summary>
    [Test]
    public async Task A_permissive_job_ends_although_what_it_made_is_deleted_meanwhile()
    {
        var job = await ManyInstances.DeleteWhatIsMade(Host, _study);
        await Host.WaitForEnd(job);
    }

    [Test]
    public async Task A_synchronous_job_goes_on_when_its_client_goes_away()
    {
        using var gone = new CancellationTokenSource();
        var answer = Host.Send(HttpMethod.Post, $"{_study}/modify", "{}"u8.ToArray(), cancellation: gone.Token);
        string? job = null;
        while (job is null)
        {
            Assert.That(answer.IsCompleted, Is.False, "too quick to be left");
            job = (await Host.Get("/jobs?expand")).Json().EnumerateArray()
                .Where(one => one.State() == "Running" && one.GetProperty("Progress").GetInt32() > 0)
                .Select(one => one.GetProperty("ID").GetString())
                .SingleOrDefault();
        }

        await gone.CancelAsync();
        Assert.That(async () => await answer, Throws.InstanceOf<OperationCanceledException>());
        await AssertWhole(job);
    }

    [Test]
    public async Task Priority_and_user_data_are_shown()
    {
        var job = await Host.Submit(
            "/tools/bulk-modify",
            """{"Resources": [], "Asynchronous": true, "Priority": 7, "UserData": {"ticket": [1, "x"]}}""");
        var end = await Host.WaitForEnd(job);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(end.GetProperty("Priority").GetInt32(), Is.EqualTo(7));
            Assert.That(end.GetProperty("Type").GetString(), Is.EqualTo("ResourceModification"));
            Assert.That(
                end.GetProperty("UserData").GetProperty("ticket")[1].GetString(), Is.EqualTo("x"));
        }
    }

    private async Task AssertWhole(string job)
    {
        var end = await Host.WaitForEnd(job);
        var content = end.Content();
        var study = (content.TryGetProperty("ID", out var made) ? made : content.GetProperty("TargetStudy")).GetString();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(end.State(), Is.EqualTo("Success"));
            Assert.That(end.GetProperty("Progress").GetInt32(), Is.EqualTo(100));
            Assert.That(await Host.CountInstances(), Is.EqualTo(_before + ManyInstances.Count));
            Assert.That(await Host.InstancesOf($"/studies/{study}"), Has.Count.EqualTo(ManyInstances.Count));
        }
    }
}
