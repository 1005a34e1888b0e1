// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.RegularExpressions;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Endurance;

/// <summary>
/// What the host calls can fail in no way that a test provokes for each, so the sources are read: whoever adds a callback
/// cannot forget the guard that keeps exceptions from the C interface.
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

        // Four of every plugin, and what this one registers.
        Assert.That(callbacks, Is.GreaterThan(4));
    }

    [GeneratedRegex(@"\[UnmanagedCallersOnly(\(.*\))?\]")]
    private static partial Regex Attribute();

    // The signature without a body of its own, and the guard as all that it does.
    [GeneratedRegex(@"\A\s*(internal|private) static [\w*]+ \w+\([^()]*\)\s*=>\s*HostBoundary\.(Run|Code|Answer)\(")]
    private static partial Regex Guarded();
}
