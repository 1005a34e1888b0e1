// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;

namespace OrthancDeid.Orthanc.Tests.Hosts;

/// <summary>
/// Tests that share a host with the plugin, which starts before the first of them. It has to stop cleanly after the
/// last.
/// </summary>
internal abstract class HostFixture(OrthancVersion version) : VersionFixture(version)
{
    /// <summary>The host.</summary>
    protected OrthancHost Host { get; private set; } = null!;

    /// <summary>What the configuration adds to that of every host.</summary>
    protected virtual JsonObject? Configuration => null;

    [OneTimeSetUp]
    public async Task Start_host() => Host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], Configuration);

    [OneTimeTearDown]
    public void Stop_host()
    {
        // Null if the version is not here, and the tests skip.
        if (Host is not null)
        {
            RunningHosts.BeginToStop(Host);
        }
    }
}
