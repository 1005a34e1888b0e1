// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using System.Text.Json;
using NUnit.Framework;
using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Deidentification.Tests.Locks;

/// <summary>A value that a request repeats from a locked preset is compared by its meaning.</summary>
public sealed class SameValueTests
{
    /// <summary>Orthanc's threads that answer requests have little more.</summary>
    private const int SmallStack = 128 * 1024;

    [TestCase("""{"a": 1, "b": [true, null, "x"]}""", """{"b": [true, null, "\u0078"], "a": 1.0}""", ExpectedResult = true)]
    [TestCase("""{"a": 1, "a": 2}""", """{"a": 2}""", ExpectedResult = true)]
    [TestCase("""{"a": 1}""", """{"a": 1, "b": 2}""", ExpectedResult = false)]
    [TestCase("""{"a": 1, "b": 2}""", """{"a": 1, "c": 2}""", ExpectedResult = false)]
    [TestCase("""{"a": 1}""", """{"A": 1}""", ExpectedResult = false)]
    [TestCase("[1, 2]", "[2, 1]", ExpectedResult = false)]
    [TestCase("[1, 2]", "[1]", ExpectedResult = false)]
    [TestCase("[[1], [2]]", "[[1], [3]]", ExpectedResult = false)]
    [TestCase("1e400", "1e400", ExpectedResult = true)]
    [TestCase("1e400", "1e401", ExpectedResult = false)]
    [TestCase("\"1\"", "1", ExpectedResult = false)]
    [TestCase("true", "false", ExpectedResult = false)]
    [TestCase("null", "{}", ExpectedResult = false)]
    public bool Values_are_the_same_if_they_say_the_same(string first, string second) => AreSame(first, second);

    [Test]
    public void The_deepest_values_need_no_more_stack_than_a_thread_of_the_host_has()
    {
        var deep = new StringBuilder().Insert(0, "[", RequestJson.MaximumDepth).Append(']', RequestJson.MaximumDepth).ToString();
        var isSame = false;
        var thread = new Thread(() => isSame = AreSame(deep, deep), SmallStack);
        thread.Start();
        thread.Join();
        Assert.That(isSame, Is.True);
    }

    private static bool AreSame(string first, string second)
    {
        var options = new JsonDocumentOptions { MaxDepth = RequestJson.MaximumDepth };
        using var one = JsonDocument.Parse(first, options);
        using var other = JsonDocument.Parse(second, options);
        return RequestJson.AreSame(one.RootElement, other.RootElement);
    }
}
