// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.Targets;

namespace OrthancDeid.Jobs.Tests;

/// <summary>What runs of hosts record at a new instance, and how a failed job reads it.</summary>
internal sealed class TargetUseTests
{
    private static string Here => OrthancHost.Current.Run.Id;

    [TestCase("run")]
    [TestCase("run job")]
    [TestCase("run job *")]
    [TestCase("*")]
    public void What_is_written_is_read(string text) => Assert.That(TargetUse.Parse(text).ToString(), Is.EqualTo(text));

    [TestCase("other job", "job", false, TestName = "Another_run_in_which_this_job_has_made_it")]
    [TestCase("other job *", "job", true, TestName = "Another_run_in_which_others_have_it_too")]
    [TestCase("other job", "second", true, TestName = "Another_run_in_which_another_job_has_made_it")]
    [TestCase("other", "job", true, TestName = "Another_run_that_uses_it")]
    [TestCase("*", "job", true, TestName = "Several_runs")]
    [TestCase("here job *", "job", false, TestName = "This_run_which_knows_who_has_it")]
    [TestCase("here job *", "second", false, TestName = "This_run_which_knows_that_the_last_one_fails")]
    public void Nobody_takes_back_what_another_run_uses(string text, string job, bool isUsed)
    {
        var notes = Notes(text);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(notes.IsUsedBeside(job, areKnownHere: true), Is.EqualTo(isUsed));
            Assert.That(notes.IsUsedBeside(job, areKnownHere: false), Is.EqualTo(isUsed || text.Contains('*')));
        }
    }

    [Test]
    public void A_job_knows_its_own_only_as_long_as_no_other_has_it()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Notes("other job").IsOnlyOf("job"), Is.True);
            Assert.That(Notes("other job").IsOnlyOf("second"), Is.False);
            Assert.That(Notes("other job", "here").IsOnlyOf("job"), Is.False);
            Assert.That(Notes("other job *").IsOnlyOf("job"), Is.False);
            Assert.That(Notes().IsOnlyOf("job"), Is.False);
        }
    }

    [Test]
    public void A_run_that_finds_another_one_in_its_place_says_that_there_are_several()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(TargetUse.Parse("run").UsedBy("run").ToString(), Is.EqualTo("run"));
            Assert.That(TargetUse.Parse("run job").UsedBy("run").ToString(), Is.EqualTo("run job *"));
            Assert.That(TargetUse.Parse("run job").UsedBy("other").ToString(), Is.EqualTo("*"));
            Assert.That(TargetUse.Parse("*").UsedBy("run").ToString(), Is.EqualTo("*"));
            Assert.That(HostRun.IsPlace(OrthancHost.Current.Run.Place), Is.True);
        }
    }

    private static TargetNotes Notes(params string[] uses) => new(
        Source: null,
        IsAnonymized: false,
        uses.Select((use, number) => (use, number)).ToDictionary(
            one => $"{26000 + one.number}",
            one => TargetUse.Parse(one.use.Replace("here", Here, StringComparison.Ordinal)),
            StringComparer.Ordinal),
        IsGoing: false);
}
