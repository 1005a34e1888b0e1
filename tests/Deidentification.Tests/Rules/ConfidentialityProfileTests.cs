// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Reflection;
using NUnit.Framework;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Rules;

/// <summary>What the Basic Profile of each edition does with a tag.</summary>
internal sealed class ConfidentialityProfileTests
{
    private static readonly string[] Editions = ["2008", "2017c", "2021b", "2023b", "2024e"];

    [TestCase("2023b", 0x0010_0030u, ProfileAction.Clear, TestName = "Z")]
    [TestCase("2008", 0x0010_0030u, ProfileAction.Remove, TestName = "X")]
    [TestCase("2023b", 0x0008_0021u, ProfileAction.Remove, TestName = "X/D")]
    [TestCase("2023b", 0x0008_0023u, ProfileAction.Clear, TestName = "Z/D")]
    [TestCase("2023b", 0x0008_1155u, ProfileAction.MapUid, TestName = "U")]
    [TestCase("2023b", 0x0008_1140u, ProfileAction.KeepSequence, TestName = "X/Z/U*")]
    [TestCase("2021b", 0x5012_3456u, ProfileAction.Remove, TestName = "50xx,xxxx")]
    [TestCase("2017c", 0x60FE_3000u, ProfileAction.Remove, TestName = "60xx,3000")]
    [TestCase("2023b", 0x6000_3001u, ProfileAction.None, TestName = "a neighbour of a pattern")]
    [TestCase("2017c", 0x003A_0310u, ProfileAction.None, TestName = "a tag of a later edition")]
    [TestCase("2023b", 0x5001_0010u, ProfileAction.None, TestName = "a private creator in an odd group 50xx")]
    [TestCase("2023b", 0x6001_3000u, ProfileAction.None, TestName = "private data in an odd group 60xx")]
    [TestCase("2008", 0x6000_3000u, ProfileAction.None, TestName = "2008 names no overlay")]
    [TestCase("2023b", 0x0008_0060u, ProfileAction.None, TestName = "a tag of no edition")]
    public void An_action_code_is_read(string edition, uint tag, ProfileAction action)
    {
        Assert.That(ConfidentialityProfile.TryGet(edition, out var profile), Is.True);
        Assert.That(profile!.ActionFor(new DicomTag(tag)), Is.EqualTo(action));
    }

    [TestCase("2023")]
    [TestCase("2023B")]
    [TestCase("")]
    public void Another_edition_is_not_known(string edition) =>
        Assert.That(ConfidentialityProfile.TryGet(edition, out _), Is.False);

    [Test]
    public void Asking_for_an_action_allocates_nothing()
    {
        var built = typeof(ConfidentialityProfile).Assembly.GetCustomAttribute<DebuggableAttribute>();

        // In unoptimized code, reading a constant table of numbers allocates memory.
        Skip.Unless(
            built is not { IsJITOptimizerDisabled: true },
            "the allocations of unoptimized code mean nothing: build the configuration Release");

        Assert.That(ConfidentialityProfile.TryGet("2023b", out var profile), Is.True);
        ProfileAction Ask(uint tag) => profile!.ActionFor(new DicomTag(tag));
        Assert.That((Ask(0x0010_0030), Ask(0x5012_3456), Ask(0x0008_0060)), Is.EqualTo(
            (ProfileAction.Clear, ProfileAction.Remove, ProfileAction.None)));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Ask(0x0010_0030);
        Ask(0x5012_3456);
        Ask(0x0008_0060);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [TestCaseSource(nameof(Editions))]
    public void Tags_of_the_dictionary_that_the_published_table_does_not_name_are_left(string edition)
    {
        Assert.That(ConfidentialityProfile.TryGet(edition, out var profile), Is.True);
        var named = PublishedTables.Profile(edition).Select(row => row.Pattern).ToHashSet();
        var left = 0;
        foreach (var row in PublishedTables.Dictionary())
        {
            var isNamed = named.Contains(row.Pattern)
                || (row.Pattern.StartsWith("50xx", StringComparison.Ordinal) && named.Contains("50xx-xxxx"));
            if (!isNamed)
            {
                Assert.That(profile!.ActionFor(row.Tag), Is.EqualTo(ProfileAction.None), row.Pattern);
                left++;
            }
        }

        Assert.That(left, Is.GreaterThan(4400));
    }

    [TestCaseSource(nameof(Editions))]
    public void Every_row_of_the_published_table_is_read(string edition)
    {
        Assert.That(ConfidentialityProfile.TryGet(edition, out var profile), Is.True);
        foreach (var row in PublishedTables.Profile(edition))
        {
            var expected = row.Action switch
            {
                "U" => ProfileAction.MapUid,
                "X/Z/U*" => ProfileAction.KeepSequence,
                var code when code.StartsWith('X') => ProfileAction.Remove,
                "Z" or "D" or "Z/D" => ProfileAction.Clear,
                var code => throw new AssertionException($"{row.Pattern} has the code {code}"),
            };
            Assert.That(profile!.ActionFor(row.Tag), Is.EqualTo(expected), row.Pattern);
        }
    }
}
