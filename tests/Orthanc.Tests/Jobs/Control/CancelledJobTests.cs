// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Jobs.Control;

/// <summary>
/// A job is cancelled while it waits for its turn or is paused, of which Orthanc does not notify the job. A client that
/// waits for it is answered, and the job does not come back after a restart.
/// </summary>
internal sealed class CancelledJobTests(OrthancVersion version) : FolderFixture(version)
{
    // Orthanc may have saved the job while it was paused and not again, but this test is about the plugin's journal.
    private const string ForgetSavedJobs = "DELETE FROM GlobalProperties WHERE property = 5";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private SilentModality _silent = null!;
    private OrthancHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _silent = new SilentModality();
        _host = await StartHost();
    }

    [TearDown]
    public void Stop()
    {
        // Null if this version is not installed, in which case the tests are skipped.
        _host?.Dispose();
        _silent.Dispose();
    }

    [TestCase(false, TestName = "It_waited")]
    [TestCase(true, TestName = "It_was_paused")]
    public async Task Its_client_is_answered_and_it_does_not_come_back(bool isPaused)
    {
        var stored = await _host.Post("/instances", SampleFile.Make(dataset => dataset
            .With(0x0010_0020, Dicom.DicomVR.LO, "other")));
        var study = $"/studies/{stored.Json().GetProperty("ParentStudy").GetString()}";
        var first = await SilentModality.Occupy(_host, stored.Json().GetProperty("ID").GetString()!);
        var client = _host.Post($"{study}/anonymize", """{"KeepSource": false}""");
        var second = await Second(first);
        if (isPaused)
        {
            await _host.Post($"/jobs/{second}/pause", string.Empty);
            await _host.WaitForJob(second, job => job.State() == "Paused");
        }

        await _host.Post($"/jobs/{second}/cancel", string.Empty);
        Assert.That(await Task.WhenAny(client, Task.Delay(Patience)), Is.SameAs(client), "the client is answered");
        Assert.That((await client).Error("OrthancStatus"), Is.EqualTo("37"), (await client).ToString);
        Assert.That((await _host.Job(second)).State(), Is.EqualTo("Failure"));

        _host.Kill();
        _host.Dispose();
        _silent.Dispose();
        await StoppedIndex.Change(Folder, ForgetSavedJobs);
        _host = await StartHost();
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.That((await _host.Get("/jobs")).Json().Strings(), Is.Empty);
        Assert.That((await _host.Get(study)).Status, Is.EqualTo(200), "the source is kept");
    }

    private async Task<string> Second(string first)
    {
        while (true)
        {
            var jobs = (await _host.Get("/jobs")).Json().Strings();
            if (jobs.FirstOrDefault(job => job != first) is { } second)
            {
                return second;
            }

            await Task.Delay(10);
        }
    }

    private Task<OrthancHost> StartHost() => ManyInstances.Start(Version, Folder, settings: _silent.Settings);
}
