// SPDX-License-Identifier: GPL-3.0-or-later

using System.Reflection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using OrthancDeid.Orthanc;

namespace OrthancDeid.Jobs.Tests;

/// <summary>Whoever filters a log by the number of a message gets that message and no other.</summary>
internal sealed class LogMessagesTests
{
    [Test]
    public void Each_has_a_number_of_its_own()
    {
        var numbers = typeof(LogMessages).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId);
        Assert.That(numbers, Is.Not.Empty.And.Not.Contains(null).And.Unique);
    }
}
