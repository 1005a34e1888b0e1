// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests;

/// <summary>
/// The plugin is loaded and unloaded without a trace, in every host and next to every other plugin. Each test has a host of
/// its own and spends most of its time while that host stops.
/// </summary>
[Parallelizable(ParallelScope.All)]
internal sealed class LoadingTests(OrthancVersion version) : VersionFixture(version)
{
    private const string RivalAnswer = "the rival answers";

    [Test]
    public async Task The_plugin_loads_and_unloads_without_an_error()
    {
        using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin]);
        var plugins = await host.Get("/plugins/deid");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(plugins.Status, Is.EqualTo(200), plugins.ToString);
            Assert.That(plugins.Json().GetProperty("Version").GetString(), Does.Match(@"^\d+\.\d+\.\d+"));
        }

        var instance = await host.Store(SampleFile.Make());
        Assert.That((await host.Ask(instance, "anonymize", "{}")).Status, Is.EqualTo(200));
        host.Stop();
        Assert.That(host.ErrorLines, Is.Empty);
        Assert.That(host.Log, Does.Not.Contain(SampleFile.PatientName).And.Not.Contain(SampleFile.PatientId));
    }

    [TestCase("anonymize", "modify")]
    [TestCase("modify", "anonymize")]
    public async Task A_plugin_that_owns_a_route_already_is_named_in_the_log(string owned, string free)
    {
        using var rival = RivalPlugin.Compile($"/instances/([^/]+)/{owned}", RivalAnswer);
        using var host = await OrthancHost.Start(Version, [rival.Path, ProjectFiles.Plugin]);
        var instance = await host.Store(SampleFile.Make());
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await host.Ask(instance, owned, "{}")).Text, Is.EqualTo(RivalAnswer));
            Assert.That((await host.Ask(instance, free, "{}")).ContentType, Is.EqualTo("application/dicom"));
        }

        host.Stop();
        var lines = host.ErrorLines.ToList();
        Assert.That(lines, Has.Count.EqualTo(1), host.Log);
        Assert.That(lines[0], Does.Contain($"/instances/{{id}}/{owned}"));
    }

    [Test]
    public async Task A_rival_that_comes_later_changes_nothing()
    {
        using var rival = RivalPlugin.Compile("/instances/([^/]+)/anonymize", RivalAnswer);
        using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin, rival.Path]);
        var instance = await host.Store(SampleFile.Make());
        Assert.That((await host.Ask(instance, "anonymize", "{}")).ContentType, Is.EqualTo("application/dicom"));
        host.Stop();
        Assert.That(host.ErrorLines, Is.Empty);
    }

    [Test]
    public void The_same_plugin_twice_is_refused_by_the_host_in_so_many_words()
    {
        // Orthanc itself stops, whatever the plugin does, because two plugins cannot have the same name.
        using var copy = TemporaryCopy.Of(ProjectFiles.Plugin);
        Assert.That(
            async () => (await OrthancHost.Start(Version, [ProjectFiles.Plugin, copy.Path])).Dispose(),
            Throws.InvalidOperationException
                .With.Message.Contains("Plugin 'deid' already registered")
                .And.Message.Contains("Orthanc has stopped"));
    }
}
