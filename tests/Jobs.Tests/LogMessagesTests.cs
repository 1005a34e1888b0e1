// SPDX-License-Identifier: GPL-3.0-or-later

using System.Reflection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using OrthancDeid.Host;
using OrthancDeid.Plugin;

namespace OrthancDeid.Jobs.Tests;

/// <summary>Whoever filters a log by the number of a message gets that message and no other.</summary>
internal sealed class LogMessagesTests
{
    [Test]
    public void Each_has_a_number_of_its_own()
    {
        Assembly[] assemblies = [typeof(IHost).Assembly, typeof(JobMessages).Assembly, typeof(PluginMessages).Assembly];
        var numbers = assemblies
            .Select(assembly => assembly.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public))
                .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId)
                .Where(number => number is not null).ToList())
            .ToList();
        Assert.That(numbers, Has.None.Empty);
        Assert.That(numbers.SelectMany(number => number), Is.Unique);
    }
}
