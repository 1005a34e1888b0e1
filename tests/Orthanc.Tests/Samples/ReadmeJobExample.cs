// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Samples;

/// <summary>An example of a page that asks for a job: a request, and what the page says about the members of the
/// answer.</summary>
/// <param name="Path">The route of the request; <c>ID</c> stands for the identifier of a study.</param>
/// <param name="Body">The body of the request, with <c>ID</c> likewise.</param>
/// <param name="Outcome">The lines below the request: a member, two spaces, and its value, in which an ellipsis stands
/// for any text.</param>
internal sealed record ReadmeJobExample(string Path, string Body, IReadOnlyList<string> Outcome)
{
    /// <summary>The route, for the name of the test.</summary>
    public override string ToString() => Path;

    /// <summary>Sends the request to a host.</summary>
    /// <param name="host">The host.</param>
    /// <param name="study">Orthanc's identifier of a study in the host.</param>
    public Task<Answer> Ask(OrthancHost host, string study) =>
        host.Post(
            Path.Replace("ID", study, StringComparison.Ordinal),
            Body.Replace("\"ID\"", $"\"{study}\"", StringComparison.Ordinal));

    /// <summary>The lines of the outcome that are not true.</summary>
    /// <param name="answer">The answer of the host.</param>
    public IEnumerable<string> Faults(JsonElement answer) =>
        from line in Outcome
        let sides = line.Split("  ")
        let value = answer.TryGetProperty(sides[0], out var member) ? member.ToString() : null
        where value is null || !ReadmeExample.Fits(sides[1], value)
        select $"{line}\n    but it is {value ?? "absent"}";
}
