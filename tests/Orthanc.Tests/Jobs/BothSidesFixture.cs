// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Jobs;

/// <summary>Tests with the same studies on both sides: a host with the plugin, and the reference without it.</summary>
internal abstract class BothSidesFixture(OrthancVersion version) : VersionFixture(version)
{
    /// <summary>The studies in the reference host.</summary>
    protected SampleStudies BuiltIn { get; private set; } = null!;

    /// <summary>The studies in the plugin's host.</summary>
    protected SampleStudies Plugin { get; private set; } = null!;

    /// <summary>Stores the studies in the hosts that tests share.</summary>
    protected async Task StoreOnBothSides(string prefix) =>
        await StoreOnBothSides(await RunningHosts.BuiltIn(Reference), await RunningHosts.WithPlugin(Version), prefix);

    /// <summary>Stores the studies in two hosts.</summary>
    protected async Task StoreOnBothSides(OrthancHost builtIn, OrthancHost plugin, string prefix)
    {
        var both = await Task.WhenAll(SampleStudies.In(builtIn, prefix), SampleStudies.In(plugin, prefix));
        (BuiltIn, Plugin) = (both[0], both[1]);
    }
}
