// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.RegularExpressions;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Documentation;

/// <summary>docs/openapi.yaml has exactly the routes and members of the sources.</summary>
internal sealed partial class OpenApiTests
{
    /// <summary>The kinds of requests, with the flags of <c>RequestRoutes</c> for the members that they read.</summary>
    private static readonly Dictionary<string, string[]> Requests = new()
    {
        ["AnonymizeRequest"] = ["Anonymize"],
        ["ModifyRequest"] = ["Modify"],
        ["BulkAnonymizeRequest"] = ["Anonymize", "Bulk"],
        ["BulkModifyRequest"] = ["Modify", "Bulk"],
        ["SplitRequest"] = ["Split"],
        ["MergeRequest"] = ["Merge"],
    };

    private static readonly Dictionary<string, string[]> Flags = new()
    {
        ["Edit"] = ["Anonymize", "Modify"],
        ["All"] = ["Anonymize", "Modify", "Bulk", "Split", "Merge"],
    };

    private static readonly OpenApi Page = new();

    /// <summary>Compares the sources' patterns with the page's paths. OpenApiHostTests checks the methods.</summary>
    [Test]
    public void It_has_every_route()
    {
        var patterns = ProjectFiles.PluginSources
            .Where(static path => path.Contains($"{Path.DirectorySeparatorChar}Routes{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(static path => Pattern().Matches(File.ReadAllText(path))).Select(static match => match.Groups["pattern"].Value);
        Assert.That(
            Page.Routes.Select(static route => route.Split(' ')[1]).Distinct(),
            Is.EquivalentTo(patterns.SelectMany(SpeltOut)));
    }

    [TestCaseSource(nameof(Kinds))]
    public void It_has_every_member_of_a_request(string request)
    {
        var source = File.ReadAllText(ProjectFiles.PluginSources.Single(static path => Path.GetFileName(path) == "RequestMember.cs"));
        var members = Member().Matches(source);
        Assert.That(members, Has.Count.GreaterThan(30));
        Assert.That(
            Page.MembersOf(request),
            Is.EqualTo(members.Where(member => FlagsIn(member.Groups["routes"].Value).Intersect(Requests[request]).Any())
                .Select(static member => member.Groups["name"].Value)));
    }

    [Test]
    public void Its_references_lead_somewhere() => Assert.That(Page.BrokenReferences(), Is.Empty);

    private static string[] Kinds() => [.. Requests.Keys];

    private static IEnumerable<string> FlagsIn(string routes) => Flag().Matches(routes)
        .SelectMany(static match => Flags.GetValueOrDefault(match.Groups["flag"].Value, [match.Groups["flag"].Value]));

    /// <summary>The paths of an Orthanc pattern: one per alternative, {id} for any text, {frame} for a number.</summary>
    private static IEnumerable<string> SpeltOut(string pattern)
    {
        var words = Words().Match(pattern);
        return words.Success
            ? words.Groups["words"].Value.Split('|').SelectMany(word => SpeltOut(pattern.Replace(words.Value, word, StringComparison.Ordinal)))
            : [pattern.Replace("([^/]+)", "{id}", StringComparison.Ordinal).Replace("([0-9]+)", "{frame}", StringComparison.Ordinal)];
    }

    [GeneratedRegex("""const string \w*Pattern = "(?<pattern>[^"]+)";""", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();

    [GeneratedRegex("""static RequestMember \w+ \{ get; \} = new\(\s*"(?<name>\w+)",(?<routes>[^)]+)\)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Member();

    [GeneratedRegex(@"RequestRoutes\.(?<flag>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Flag();

    [GeneratedRegex(@"\((?<words>\w+(\|\w+)+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Words();
}
