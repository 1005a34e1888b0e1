// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using NUnit.Framework;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests;

/// <summary>What the Basic Profile of each edition does with a tag.</summary>
public sealed class ConfidentialityProfileTests
{
    private static readonly string[] Editions = ["2008", "2017c", "2021b", "2023b"];

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

    [TestCaseSource(nameof(Editions))]
    public void Every_row_of_the_published_table_is_read(string edition)
    {
        Assert.That(ConfidentialityProfile.TryGet(edition, out var profile), Is.True);
        var rows = SharedData.ReadTable($"ps3.15-table-e.1-1-{edition}.csv");
        foreach (var row in rows.Where(row => row[0] != "private"))
        {
            var tag = uint.Parse(row[0].Replace('x', '2'), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var expected = row[2] switch
            {
                "U" => ProfileAction.MapUid,
                "X/Z/U*" => ProfileAction.KeepSequence,
                var code when code.StartsWith('X') => ProfileAction.Remove,
                "Z" or "D" or "Z/D" => ProfileAction.Clear,
                var code => throw new AssertionException($"{row[0]} has the code {code}"),
            };
            Assert.That(profile!.ActionFor(new DicomTag(tag)), Is.EqualTo(expected), row[0]);
        }
    }
}
