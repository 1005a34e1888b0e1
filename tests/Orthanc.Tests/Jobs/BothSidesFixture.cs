// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Jobs;

/// <summary>Tests with the same studies on both sides: in a host with the plugin, and in the reference without.</summary>
internal abstract class BothSidesFixture(OrthancVersion version) : VersionFixture(version)
{
    /// <summary>The studies of the reference.</summary>
    protected SampleStudies BuiltIn { get; private set; } = null!;

    /// <summary>The studies of the plugin.</summary>
    protected SampleStudies Plugin { get; private set; } = null!;

    /// <summary>Stores them in the hosts that tests share.</summary>
    protected async Task StoreOnBothSides(string prefix) =>
        await StoreOnBothSides(await RunningHosts.BuiltIn(Reference), await RunningHosts.WithPlugin(Version), prefix);

    /// <summary>Stores them.</summary>
    protected async Task StoreOnBothSides(OrthancHost builtIn, OrthancHost plugin, string prefix)
    {
        var both = await Task.WhenAll(SampleStudies.In(builtIn, prefix), SampleStudies.In(plugin, prefix));
        (BuiltIn, Plugin) = (both[0], both[1]);
    }
}
