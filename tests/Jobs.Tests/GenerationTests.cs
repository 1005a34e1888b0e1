// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.Targets;

namespace OrthancDeid.Jobs.Tests;

/// <summary>Chains of anonymizations, and when they end.</summary>
[NonParallelizable]
public class GenerationTests
{
    [Test]
    public void A_chain_ends_and_a_fan_does_not()
    {
        var generations = new Generations(NullLogger.Instance);
        for (var generation = 1; generation <= Generations.Most; generation++)
        {
            Assert.That(() => generations.Require([Study(generation - 1)]), Throws.Nothing);
            generations.Note(Study(generation), Study(generation - 1));
        }

        Assert.That(() => generations.Require([Study(0), Study(Generations.Most)]), Throws.TypeOf<RequestException>());
        for (var other = 100; other < 200; other++)
        {
            generations.Note(Study(other), Study(0));
        }

        Assert.That(() => generations.Require([Study(0), Study(150)]), Throws.Nothing);
    }

    [Test]
    public void What_is_edited_in_place_is_no_chain()
    {
        var generations = new Generations(NullLogger.Instance);
        for (var time = 0; time < 10; time++)
        {
            generations.Note(Study(1), Study(1));
        }

        Assert.That(() => generations.Require([Study(1)]), Throws.Nothing);
    }

    [Test]
    public void A_busy_host_forgets_the_oldest_and_keeps_the_latest()
    {
        var generations = new Generations(NullLogger.Instance);
        for (var study = 1; study <= 120_000; study++)
        {
            generations.Note(Study(-study), Study(0));
        }

        for (var generation = 1; generation <= Generations.Most; generation++)
        {
            generations.Note(Study(generation), Study(generation - 1));
        }

        Assert.That(() => generations.Require([Study(Generations.Most)]), Throws.TypeOf<RequestException>());
    }

    private static string Study(int number) => ResourceIdentifier.OfPath($"{number}");
}
