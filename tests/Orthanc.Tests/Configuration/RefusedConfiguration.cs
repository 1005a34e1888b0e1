// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Configuration;

/// <summary>A configuration that stops Orthanc from starting, and the message in its log.</summary>
internal static class RefusedConfiguration
{
    /// <summary>Starts Orthanc, which must stop and give the reason in one line.</summary>
    /// <param name="version">The version of Orthanc.</param>
    /// <param name="configuration">A configuration with a fault.</param>
    /// <param name="said">The parts that the line must contain.</param>
    /// <returns>The log.</returns>
    public static async Task<string> Assert_it_is_refused(
        OrthancVersion version, JsonObject configuration, params string[] said)
    {
        OrthancHost.SkipUnlessHere(version);
        InvalidOperationException? fault = null;
        try
        {
            (await OrthancHost.Start(version, [ProjectFiles.Plugin], configuration)).Dispose();
        }
        catch (InvalidOperationException stopped)
        {
            fault = stopped;
        }

        Assert.That(fault, Is.Not.Null, "Orthanc started");
        var line = fault!.Message.Split('\n').FirstOrDefault(one =>
            one.StartsWith('E') && one.Contains("has a fault at", StringComparison.Ordinal));
        Assert.That(line, Is.Not.Null, fault.Message);
        Assert.That(PlainWords.FaultsIn(line!), Is.Empty, line);
        foreach (var part in said)
        {
            Assert.That(line, Does.Contain(part));
        }

        return fault.Message;
    }
}
