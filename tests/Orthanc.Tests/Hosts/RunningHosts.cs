// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests;

/// <summary>
/// The hosts that tests share, each started when first needed: with the plugin, or with Orthanc's own routes. They must stop
/// cleanly after the last test. A stored file replaces one with the same UIDs.
/// </summary>
[SetUpFixture]
internal sealed class RunningHosts
{
    private static readonly Dictionary<(string Version, bool WithPlugin), OrthancHost> Running = [];
    private static readonly List<Task> Stopping = [];

    /// <summary>The shared host with the plugin.</summary>
    public static Task<OrthancHost> WithPlugin(OrthancVersion version) => Shared(version, withPlugin: true);

    /// <summary>The shared host without the plugin.</summary>
    public static Task<OrthancHost> BuiltIn(OrthancVersion version) => Shared(version, withPlugin: false);

    /// <summary>Stops a host that no test needs any more while other tests run, because closing its sockets takes seconds.
    /// That it stops cleanly shows after the last test.</summary>
    public static void BeginToStop(OrthancHost host) => Stopping.Add(Task.Run(() =>
    {
        using (host)
        {
            host.Stop();
        }
    }));

    [OneTimeTearDown]
    public void Stop_cleanly()
    {
        foreach (var host in Running.Values)
        {
            BeginToStop(host);
        }

        Running.Clear();
        Task.WaitAll(Stopping);
    }

    private static async Task<OrthancHost> Shared(OrthancVersion version, bool withPlugin)
    {
        if (!Running.TryGetValue((version.Number, withPlugin), out var host))
        {
            OrthancHost.SkipUnlessHere(version);
            host = await OrthancHost.Start(
                version, withPlugin ? [ProjectFiles.Plugin] : [], new JsonObject { ["OverwriteInstances"] = true });
            Running.Add((version.Number, withPlugin), host);
        }

        return host;
    }
}
