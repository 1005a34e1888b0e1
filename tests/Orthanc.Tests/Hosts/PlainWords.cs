// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace OrthancDeid.Orthanc.Tests.Hosts;

/// <summary>The plugin describes faults for people: without internals of .NET, and without repetitions.</summary>
internal static partial class PlainWords
{
    /// <summary>Asserts this for the error in an answer and for a failed job.</summary>
    /// <param name="answer">The answer.</param>
    public static void AssertIn(Answer answer)
    {
        if (answer.ContentType == "application/json")
        {
            foreach (var member in (string[])["Details", "ErrorDetails"])
            {
                if (Parse(answer) is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(member, out var said)
                    && said.ValueKind == JsonValueKind.String)
                {
                    Assert.That(FaultsIn(said.GetString()!), Is.Empty, said.GetString());
                }
            }
        }
    }

    /// <summary>The parts of a sentence that are not for people.</summary>
    /// <param name="sentence">The sentence.</param>
    public static IEnumerable<string> FaultsIn(string sentence) => OfPrograms().Matches(sentence).Select(static match => match.Value);

    private static JsonElement? Parse(Answer answer)
    {
        try
        {
            return answer.Json();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A parameter, a type or a location in the code; two dots at the end of a sentence; an instance or a member that is
    // named a second time right after the first.
    [GeneratedRegex(@"\(Parameter '|\bSystem\.\w+|\w+Exception\b|\bat OrthancDeid\.|(?<!\.)\.\.(?=\s|$)|(?<name>(Instance|Member) \S+[:,] ).*\k<name>")]
    private static partial Regex OfPrograms();
}
