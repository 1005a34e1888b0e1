// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.RegularExpressions;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests;

/// <summary>Rules that the compiler cannot enforce, and whose violation would be overlooked once it is written.</summary>
internal sealed partial class SourceRuleTests
{
    /// <summary><c>Enum.Parse</c> accepts "Patient,Study" and "2", unlike <c>EnumName</c>, which accepts names.</summary>
    [Test]
    public void No_name_of_a_value_is_read_by_what_also_reads_lists_and_numbers() =>
        Assert.That(Files(EnumParse()), Is.Empty);

    /// <summary>Code that reads a body names a <c>RequestMember</c>, so the check knows every member that is read.</summary>
    [Test]
    public void No_request_is_read_by_names_that_the_table_of_members_does_not_know() =>
        Assert.That(
            Files(TryGetProperty(), $"{Path.DirectorySeparatorChar}Deidentification{Path.DirectorySeparatorChar}"),
            Is.EqualTo(["RequestJson.cs"]));

    /// <summary><c>DeepEquals</c> needs more stack than request threads have; use <c>RequestJson.AreSame</c>.</summary>
    [Test]
    public void No_values_of_JSON_are_compared_by_what_needs_a_large_stack() => Assert.That(Files(DeepEquals()), Is.Empty);

    /// <summary>By default, lines of JSON end as those of the system, so answers would differ on Windows.</summary>
    [Test]
    public void Each_JSON_with_lines_says_how_they_end() => Assert.That(Files(LinesOfTheSystem()), Is.Empty);

    [Test]
    public void Each_member_of_the_table_is_read_somewhere()
    {
        var sources = ProjectFiles.PluginSources.ToDictionary(path => path, File.ReadAllText);
        var table = sources.Single(source => Path.GetFileName(source.Key) == "RequestMember.cs");
        var members = Member().Matches(table.Value).Select(match => match.Groups[1].Value).ToList();
        Assert.That(members, Has.Count.GreaterThan(1));
        var others = string.Concat(sources
            .Where(source => source.Key != table.Key && Path.GetFileName(source.Key) != "LockTable.cs").Select(source => source.Value));
        Assert.That(
            members.Where(member => !Regex.IsMatch(others, $@"\bRequestMember\.{member}\b")), Is.Empty);
        var page = File.ReadAllText(ProjectFiles.Page("requests.md"));
        Assert.That(
            members.Where(member => !Regex.IsMatch(page, $@"^\|[^|]*`{member}`[^|]*\|", RegexOptions.Multiline)), Is.Empty,
            "in docs/requests.md");
    }

    /// <summary>Every route reads its body in the one way that checks the members.</summary>
    [Test]
    public void Every_body_is_taken_in_where_its_members_are_checked()
    {
        foreach (var path in ProjectFiles.PluginSources)
        {
            var source = File.ReadAllText(path);
            Assert.That(
                ReadBody().Count(source), Is.EqualTo(CheckedBody().Count(source)), Path.GetFileName(path));
        }
    }

    private static IEnumerable<string?> Files(Regex pattern, string below = "") => ProjectFiles.PluginSources
        .Where(path => path.Contains(below, StringComparison.Ordinal) && pattern.IsMatch(File.ReadAllText(path)))
        .Select(Path.GetFileName);

    [GeneratedRegex(@"\bEnum\.(Try)?Parse\s*[<(]")]
    private static partial Regex EnumParse();

    [GeneratedRegex(@"\bDeepEquals\(")]
    private static partial Regex DeepEquals();

    [GeneratedRegex(@"\b(Write)?Indented = (?!false)\w+(?!\w|,\s+NewLine = ""\\n"")")]
    private static partial Regex LinesOfTheSystem();

    [GeneratedRegex(@"\bTryGetProperty\(")]
    private static partial Regex TryGetProperty();

    [GeneratedRegex(@"static RequestMember (\w+) \{ get; \}")]
    private static partial Regex Member();

    [GeneratedRegex(@"\.ReadBody\(\)")]
    private static partial Regex ReadBody();

    // Or the body is passed on to the host unread, is a section of the configuration, or shows what an error may quote.
    [GeneratedRegex(@"(RequestBody\.Read\(|SectionCheck\.Faults\(SectionIn\(|audit\.Loggable\(details, |HostRest\.TryCall\(\w+\.Method, \w+, )\w+\.ReadBody\(\)")]
    private static partial Regex CheckedBody();
}
