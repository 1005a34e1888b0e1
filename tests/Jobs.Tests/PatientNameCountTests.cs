// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Jobs.Instances;

namespace OrthancDeid.Jobs.Tests;

/// <summary>The count of anonymized patients that is stored in the database.</summary>
internal sealed class PatientNameCountTests
{
    [TestCase("", 1)]
    [TestCase("7", 8)]
    [TestCase("7 3 5", 3)]
    [TestCase("0", 1)]
    public void A_count_is_read(string text, int next)
    {
        Assert.That(PatientNameCount.TryParse(text, out var count), Is.True);
        Assert.That(count!.Take(), Is.EqualTo(next));
    }

    [TestCase("-1 2", TestName = "What_a_job_once_left_there")]
    [TestCase("-1")]
    [TestCase("many")]
    [TestCase("3 x")]
    [TestCase("3 3", TestName = "The_highest_is_free")]
    [TestCase("3 4", TestName = "A_higher_one_is_free")]
    [TestCase("3 0", TestName = "Nobody_has_0")]
    [TestCase("2147483647", TestName = "There_is_no_next_one")]
    [TestCase("99999999999999999999")]
    [TestCase("1.5")]
    public void What_is_no_count_is_not_taken_for_one(string text) =>
        Assert.That(PatientNameCount.TryParse(text, out _), Is.False);

    [Test]
    public void What_is_written_can_be_read()
    {
        var random = new Random(1);
        Assert.That(PatientNameCount.TryParse(string.Empty, out var count), Is.True);
        var taken = new SortedSet<int>();
        for (var i = 0; i < 2000; i++)
        {
            if (random.Next(2) == 0 || taken.Count == 0)
            {
                Assert.That(taken.Add(count!.Take()), Is.True, "nobody has the number");
            }
            else
            {
                var number = taken.ElementAt(random.Next(taken.Count));
                taken.Remove(number);
                count!.GiveBack(number);
            }

            Assert.That(PatientNameCount.TryParse(count.ToString(), out count), Is.True);
        }

        foreach (var number in taken)
        {
            count!.GiveBack(number);
        }

        Assert.That(count!.ToString(), Is.EqualTo("0"), "all were given back");
    }

    [TestCase(1, "2", "2", TestName = "It_is_counted")]
    [TestCase(5, "2", "5", TestName = "It_is_higher_than_all")]
    [TestCase(2, "4 2 3", "4 3", TestName = "It_was_given_back")]
    public void A_number_that_is_held_is_in_use(int held, string before, string after)
    {
        Assert.That(PatientNameCount.TryParse(before, out var count), Is.True);
        count!.Hold(held);
        Assert.That(count.ToString(), Is.EqualTo(after));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(4)]
    public void A_number_that_nobody_took_cannot_be_given_back(int number)
    {
        var count = PatientNameCount.After(3);
        count.GiveBack(number);
        Assert.That(count.ToString(), Is.EqualTo("3"));
    }

    [TestCase("Anonymized12", 12)]
    [TestCase("ANONYMIZED12", 12)]
    [TestCase("Anonymized", null)]
    [TestCase("Anonymized12^Jr", null)]
    [TestCase("Anonymized-1", null)]
    [TestCase("Anonymized99999999999", null)]
    public void A_name_has_a_number(string name, int? number) =>
        Assert.That(PatientNameCount.NumberOf(name), Is.EqualTo(number));
}
