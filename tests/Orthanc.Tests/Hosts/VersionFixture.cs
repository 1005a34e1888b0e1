// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;

namespace OrthancDeid.Orthanc.Tests.Hosts;

/// <summary>Tests that run once with each version of Orthanc that the plugin supports.</summary>
/// <param name="version">The version; it is part of the tests' names.</param>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.All))]
internal abstract class VersionFixture(OrthancVersion version)
{
    /// <summary>The version whose own routes are the reference.</summary>
    protected static OrthancVersion Reference { get; } = OrthancVersion.Find(OrthancVersion.Reference);

    /// <summary>The version of the host with the plugin.</summary>
    protected OrthancVersion Version => version;
}
