// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Jobs.State;

namespace OrthancDeid.Jobs.Tests;

/// <summary>An entry of the journal that is ill-formed is none, and nothing is thrown: the others are read.</summary>
internal sealed class JournalEntryTests
{
    [TestCase("""{"Mark": 2, "Key": "k"}""", ExpectedResult = "k")]
    [TestCase("""{"Mark": 1, "Key": "k"}""", ExpectedResult = null, Description = "another version")]
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
    public string? It_is_one_only_with_its_mark_and_its_key(string text) => JournalEntry.KeyOf(text, "Mark", 2, "Key");

    [TestCase("""{"OrthancDeid": 5}""")]
    [TestCase("""{"OrthancDeid": "5", "Token": "t"}""")]
    public void The_state_of_a_job_without_a_token_or_a_version_is_none(string text) =>
        Assert.That(JobState.TokenOf(text), Is.Null);
}
