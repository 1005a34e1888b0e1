// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;

namespace OrthancDeid.Orthanc.Tests.Hosts;

/// <summary>
/// Tests that share a host with the plugin. It starts before the first test and must stop cleanly after the last.
/// </summary>
internal abstract class HostFixture(OrthancVersion version) : VersionFixture(version)
{
    /// <summary>The host.</summary>
    protected OrthancHost Host { get; private set; } = null!;

    /// <summary>What is added to the configuration that all hosts have.</summary>
    protected virtual JsonObject? Configuration => null;

    [OneTimeSetUp]
    public async Task Start_host() => Host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], Configuration);

    [OneTimeTearDown]
    public void Stop_host()
    {
        // Null if this version is not installed, in which case the tests are skipped.
        if (Host is not null)
        {
            RunningHosts.BeginToStop(Host);
        }
    }
}
