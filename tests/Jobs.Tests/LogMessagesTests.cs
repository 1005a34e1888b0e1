// SPDX-License-Identifier: GPL-3.0-or-later

using System.Reflection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using OrthancDeid.Host;
using OrthancDeid.Plugin;

namespace OrthancDeid.Jobs.Tests;

/// <summary>Filtering a log by the number of a message gives that message and no other.</summary>
internal sealed class LogMessagesTests
{
    private static readonly Assembly[] Assemblies =
        [typeof(IHost).Assembly, typeof(JobMessages).Assembly, typeof(PluginMessages).Assembly];

    [Test]
    public void Each_has_a_number_of_its_own()
    {
        var numbers = Assemblies.Select(assembly => assembly.GetTypes().SelectMany(Numbers).ToList()).ToList();
        Assert.That(numbers, Has.None.Empty);
        Assert.That(numbers.SelectMany(number => number), Is.Unique);
    }

    /// <summary>The source that is generated for several classes has them in random order.</summary>
    [Test]
    public void One_class_of_each_assembly_has_them_all_so_that_each_build_makes_the_same_plugin()
    {
        foreach (var assembly in Assemblies)
        {
            Assert.That(assembly.GetTypes().Where(type => Numbers(type).Any()).ToList(), Has.Count.EqualTo(1));
        }
    }

    private static IEnumerable<int> Numbers(Type type) =>
        type.GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId)
            .OfType<int>();
}
