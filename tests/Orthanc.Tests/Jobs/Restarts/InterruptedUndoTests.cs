// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Jobs.Restarts;

/// <summary>
/// A job fails at its last instance and deletes what it stored. Meanwhile it is paused or cancelled, or Orthanc is stopped
/// or killed. The job finishes the deletion later, and nothing new is left.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.Oldest))]
internal sealed class InterruptedUndoTests(OrthancVersion version) : FolderFixture(version)
{
    private const int Attempts = 30;

    private OrthancHost _host = null!;
    private string _study = null!;
    private byte[] _last = null!;
    private int _before;

    [SetUp]
    public async Task Start()
    {
        _host = await ManyInstances.Start(Version, Folder);
        _study = await ManyInstances.Store(_host);
        _last = (await _host.Get($"/instances/{await Last()}/file")).Body;
        _before = ManyInstances.Count - 1;
    }

    [TearDown]
    // Null if this version is not installed, in which case the tests are skipped.
    public void Stop() => _host?.Dispose();

    [TestCase("pause", "Paused", "resume")]
    [TestCase("cancel", "Failure", "resubmit")]
    public async Task It_is_paused_or_cancelled(string interrupt, string interrupted, string goOn)
    {
        var job = await Interrupt(async job =>
        {
            await _host.Post($"/jobs/{job}/{interrupt}", string.Empty);
            var state = (await _host.WaitForJob(job, state => state.State() is "Paused" or "Failure")).State();

            // A job that has undone everything ends with a failure, too.
            return state == interrupted && await _host.CountInstances() > _before;
        });
        var left = await _host.CountInstances();
        await Task.Delay(TimeSpan.FromSeconds(1));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(left, Is.InRange(_before + 1, (2 * _before) - 1), "a part is deleted");
            Assert.That(await _host.CountInstances(), Is.EqualTo(left), "nothing is deleted meanwhile");
        }

        await _host.Post($"/jobs/{job}/{goOn}", string.Empty);
        await AssertUndone(job);
    }

    [TestCase(false, TestName = "Orthanc_is_stopped")]
    [TestCase(true, TestName = "Orthanc_is_killed")]
    public async Task Orthanc_ends(bool isKilled)
    {
        await Interrupt(async job =>
        {
            var isUndoing = (await _host.Job(job)).State() == "Running" && await _host.CountInstances() > _before;
            if (isKilled)
            {
                _host.Kill();
            }
            else
            {
                _host.Stop();
            }

            _host.Dispose();
            _host = await ManyInstances.Start(Version, Folder);
            return isUndoing;
        });
        Assert.That(async () => (await Jobs()).Count, Is.Positive.After(30_000, 50), "the job goes on");
        foreach (var job in await Jobs())
        {
            await AssertUndone(job);
        }
    }

    private async Task<IReadOnlyList<string>> Jobs() => (await _host.Get("/jobs")).Json().Strings();

    private async Task<string> Last()
    {
        var series = (await _host.Get(_study)).Json().GetProperty("Series").Strings()[0];
        return (await _host.Get($"/series/{series}")).Json().GetProperty("Instances").Strings()[^1];
    }

    /// <summary>Interrupts a job while it undoes its work. If the job ends first, tries again with another one.</summary>
    private async Task<string> Interrupt(Func<string, Task<bool>> interrupt)
    {
        for (var attempt = 1; ; attempt++)
        {
            await _host.Post("/instances", _last);
            var last = await Last();
            var job = await _host.Submit($"{_study}/anonymize", """{"Asynchronous": true}""");
            await _host.WaitForJob(job, state => state.GetProperty("Progress").GetInt32() > 0);
            await _host.Send(HttpMethod.Delete, $"/instances/{last}", null);
            var most = 0;
            await _host.WaitForJob(job, state =>
            {
                var progress = state.GetProperty("Progress").GetInt32();
                most = Math.Max(most, progress);
                return progress < most || state.State() != "Running";
            });
            if (await interrupt(job) || attempt == Attempts)
            {
                return job;
            }
        }
    }

    private async Task AssertUndone(string job)
    {
        var end = await _host.WaitForEnd(job);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(end.State(), Is.EqualTo("Failure"));
            Assert.That(end.Content().GetProperty("Error").GetProperty("OrthancStatus").GetInt32(), Is.EqualTo(17));
            Assert.That(await _host.CountInstances(), Is.EqualTo(_before));
            Assert.That((await _host.Get("/patients")).Json().Strings(), Has.Count.EqualTo(1));
        }
    }
}
