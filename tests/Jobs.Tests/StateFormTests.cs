// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Jobs.Notes;
using OrthancDeid.Jobs.State;

namespace OrthancDeid.Jobs.Tests;

/// <summary>
/// Stored state is read in the versions that the plugin knows. Anything else counts as none and throws nothing, so that the
/// rest is read.
/// </summary>
internal sealed class StateFormTests
{
    private static readonly StateForm Form = new("thing", "Mark", "Key", Oldest: 1, Newest: 2);

    [TestCase("""{"Mark": 2, "Key": "k"}""", ExpectedResult = "k")]
    [TestCase("""{"Mark": 1, "Key": "k"}""", ExpectedResult = "k", Description = "the version before")]
    [TestCase("""{"Mark": 0, "Key": "k"}""", ExpectedResult = null, Description = "an older version")]
    [TestCase("""{"Mark": 3, "Key": "k"}""", ExpectedResult = null, Description = "a newer version")]
    [TestCase("""{"Key": "k"}""", ExpectedResult = null)]
    [TestCase("""{"Mark": 2}""", ExpectedResult = null)]
    [TestCase("""{"Mark": 2, "Key": null}""", ExpectedResult = null)]
    [TestCase("""{"Mark": 2, "Key": 7}""", ExpectedResult = null)]
    [TestCase("""{"Mark": 2, "Key": "\ud800"}""", ExpectedResult = null)]
    [TestCase("""{"Mark": "2", "Key": "k"}""", ExpectedResult = null)]
    [TestCase("""{"Mark": 2.5, "Key": "k"}""", ExpectedResult = null)]
    [TestCase("""{"Mark": 1e99, "Key": "k"}""", ExpectedResult = null)]
    [TestCase("""["Mark", 2]""", ExpectedResult = null)]
    [TestCase("2", ExpectedResult = null)]
    [TestCase("null", ExpectedResult = null)]
    [TestCase("""{"Mark": 2, "Key": "k" """, ExpectedResult = null)]
    [TestCase("", ExpectedResult = null)]
    public string? It_is_read_only_with_its_mark_and_its_key(string text) => Form.KeyOf(text);

    [TestCase("""{"Mark": 3, "Key": "k", "Other": {}}""", ExpectedResult = 3)]
    [TestCase("""{"Mark": 2147483647, "Key": "k"}""", ExpectedResult = int.MaxValue)]
    [TestCase("""{"Mark": 2, "Key": "k"}""", ExpectedResult = null)]
    [TestCase("""{"Mark": 0, "Key": "k"}""", ExpectedResult = null)]
    [TestCase("""{"Other": 3, "Key": "k"}""", ExpectedResult = null)]
    [TestCase("[", ExpectedResult = null)]
    public int? A_newer_one_is_known_as_such(string text) => Form.NewerThanRead(text)?.Version;

    [TestCase("""{"OrthancDeid": 5}""")]
    [TestCase("""{"OrthancDeid": "5", "Token": "t"}""")]
    public void The_state_of_a_job_without_a_token_or_a_version_is_none(string text) =>
        Assert.That(JobState.Form.KeyOf(text), Is.Null);

    /// <summary>The promise of docs/installing.md; the second number is the version that the first release wrote.</summary>
    [Test]
    public void What_the_release_before_wrote_is_read()
    {
        foreach (var (form, first) in new[] { (JobState.Form, 5), (NotesJournal.Form, 1), (SealedMappings.Form, 1) })
        {
            Assert.That(form.Oldest, Is.LessThanOrEqualTo(Math.Max(first, form.Newest - 1)), form.What);
        }
    }
}
