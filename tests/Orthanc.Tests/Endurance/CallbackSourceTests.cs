// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.RegularExpressions;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Endurance;

/// <summary>
/// No test can provoke every failure in every callback of the host, so this one reads the sources: no new callback can lack
/// the guard that keeps exceptions away from the C interface.
/// </summary>
internal sealed partial class CallbackSourceTests
{
    [Test]
    public void Every_callback_of_the_host_is_an_expression_of_the_guard()
    {
        var callbacks = 0;
        using (Assert.EnterMultipleScope())
        {
            foreach (var path in ProjectFiles.PluginSources)
            {
                var source = File.ReadAllText(path);
                foreach (Match attribute in Attribute().Matches(source))
                {
                    callbacks++;
                    var method = source[(attribute.Index + attribute.Length)..];
                    Assert.That(method, Does.Match(Guarded()), $"{Path.GetFileName(path)}: {method.Split('\n')[1].Trim()}");
                }
            }
        }

        // Four that every plugin exports, and those that this one registers.
        Assert.That(callbacks, Is.GreaterThan(4));
    }

    [GeneratedRegex(@"\[UnmanagedCallersOnly(\(.*\))?\]")]
    private static partial Regex Attribute();

    // A signature with an expression body that is nothing but the guard.
    [GeneratedRegex(@"\A\s*(internal|private) static [\w*]+ \w+\([^()]*\)\s*=>\s*HostBoundary\.(Run|Code|Answer)\(")]
    private static partial Regex Guarded();
}
