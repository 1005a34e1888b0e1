// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests;

internal sealed class HarnessTests(OrthancVersion version) : VersionFixture(version)
{
    [Test]
    public async Task A_host_without_the_plugin_starts_and_answers()
    {
        var host = await RunningHosts.BuiltIn(Version);
        var plugins = await host.Get("/plugins");
        Assert.That(plugins.Text, Does.Not.Contain("deid"));
    }
}
