// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Documentation;

/// <summary>Checks of the pages without an Orthanc: links, tests that run the examples, and length.</summary>
internal sealed class PageTests
{
    private const string Page = "*";
    private const string Nobody = "No test runs this";

    /// <summary>
    /// The test that runs the examples of a language, on one page or, with <c>*</c>, on all others. For a single page also
    /// their number, so that a new example is noticed.
    /// </summary>
    private static readonly Dictionary<(string Page, string Language), (int Count, string Runner)> Runners = new()
    {
        [(Page, "http")] = (0, "tests/Orthanc.Tests/Documentation/PageExampleTests.cs"),
        [("docs/administration.md", "http")] = (8, "tests/Orthanc.Tests/Site/AdministrationTests.cs"),
        [("docs/trials.md", "http")] = (14, "tests/Orthanc.Tests/Trials/TrialGuideTests.cs"),
        [(Page, "json")] = (0, "tests/Orthanc.Tests/Documentation/PageExampleTests.cs"),
        [("README.md", "sh")] = (3, "tests/Orthanc.Tests/Documentation/RecipeTests.cs"),
        [("CONTRIBUTING.md", "sh")] = (2, "test.sh"),
        [("docs/administration.md", "sh")] = (1, "tests/Orthanc.Tests/Site/AdministrationTests.cs"),
        [("docs/administration.md", "lua")] = (1, "tests/Orthanc.Tests/Site/AdministrationTests.cs"),
        [("docs/installing.md", "sh")] = (10, "tests/Packaging/deb.sh"),
        [("docs/installing.md", "dockerfile")] = (1, "tests/Packaging/container.sh"),
        [("docs/pixels.md", "sh")] = (2, "tests/Orthanc.Tests/Documentation/RecipeTests.cs"),
        [("docs/pseudonyms.md", "sh")] = (1, "tests/Orthanc.Tests/Documentation/RecipeTests.cs"),
        [("docs/recipes.md", "lua")] = (3, "tests/Orthanc.Tests/Jobs/Control/LuaTests.cs"),
        [("docs/recipes.md", "python")] = (2, "tests/Orthanc.Tests/Documentation/RecipeTests.cs"),
        [("docs/recipes.md", "sh")] = (9, "tests/Orthanc.Tests/Documentation/RecipeTests.cs"),
        [("docs/scaling.md", "sh")] = (3, "tests/Orthanc.Tests/OtherPlugins/PostgreSqlTests.cs"),
        [("docs/trials.md", "sh")] = (2, "tests/Orthanc.Tests/Trials/TrialGuide.cs"),
        [("docs/trials.md", "csv")] = (1, "tests/Orthanc.Tests/Trials/TrialGuide.cs"),
        [("docs/trials.md", "text")] = (1, "tests/Deidentification.Tests/Rules/SafePrivateElementTests.cs"),
        [("docs/valid-objects.md", "sh")] = (1, "tests/Orthanc.Tests/Conformance/NewErrorTests.cs"),
        [("plugin/Deidentification/README.md", "csharp")] = (1, "tests/Deidentification.Tests/ReadmeTests.cs"),
        [("plugin/Dicom/README.md", "csharp")] = (1, "tests/Dicom.Tests/ReadmeTests.cs"),
    };

    private static IEnumerable<TestCaseData> Pages() =>
        DocumentPage.All.Select(static page => new TestCaseData(page).SetArgDisplayNames(page.Name));

    [TestCaseSource(nameof(Pages))]
    public void Every_link_leads_to_a_file_and_a_heading_that_are_there(DocumentPage page) =>
        Assert.That(page.Links.Where(link => !Leads(page, link)), Is.Empty);

    [TestCaseSource(nameof(Pages))]
    public void Every_example_has_something_that_runs_it(DocumentPage page)
    {
        foreach (var examples in page.Fences.Where(static fence => fence.Language.Length > 0).GroupBy(static fence => fence.Language))
        {
            var (count, runner) = Runners.GetValueOrDefault(
                (page.Name, examples.Key), Runners.GetValueOrDefault((Page, examples.Key)));
            Assert.That(runner, Is.Not.Null, $"nobody runs what {page.Name} has in {examples.Key}");
            Assert.That(count, Is.Zero.Or.EqualTo(examples.Count()), $"{examples.Key}: {runner}");
            Assert.That(
                runner == Nobody ? page.Text.Contains(Nobody, StringComparison.Ordinal) : File.Exists(Path.Combine(ProjectFiles.Root, runner!)),
                runner);
        }
    }

    [Test]
    public void Every_runner_has_examples() =>
        Assert.That(
            Runners.Keys.Where(static key => key.Page != Page && !DocumentPage.Read(Path.Combine(ProjectFiles.Root, key.Page)).FencesOf(key.Language).Any()),
            Is.Empty);

    /// <summary>Each line of the audit example is one entry; its own test reads them.</summary>
    [TestCaseSource(nameof(Pages))]
    public void Every_example_of_JSON_is_JSON(DocumentPage page)
    {
        foreach (var fence in page.FencesOf("json"))
        {
            foreach (var json in page.Name == "docs/administration.md" && fence.Text.StartsWith("{\"Number\"", StringComparison.Ordinal)
                ? fence.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => fence with { Text = line })
                : [fence])
            {
                Assert.That(json.AsJson().ValueKind, Is.EqualTo(JsonValueKind.Object), $"{page.Name}, line {fence.Line}");
            }
        }
    }

    [Test]
    public void The_README_is_short() =>
        Assert.That(File.ReadLines(ProjectFiles.Readme).Count(), Is.LessThanOrEqualTo(150));

    /// <summary>Every page can be found from the index.</summary>
    [Test]
    public void The_index_has_every_page()
    {
        var index = DocumentPage.Read(ProjectFiles.Page("README.md"));
        var listed = index.Links.ToHashSet();
        Assert.That(
            ProjectFiles.Pages.Where(static page => Path.GetDirectoryName(page) == ProjectFiles.Page(string.Empty).TrimEnd('/') && Path.GetFileName(page) != "README.md")
                .Select(Path.GetFileName).Where(page => !listed.Contains(page!)),
            Is.Empty);
    }

    private static bool Leads(DocumentPage page, string link)
    {
        var parts = link.Split('#', 2);
        var path = parts[0].Length == 0 ? page.Path : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page.Path)!, parts[0]));
        return (File.Exists(path) || Directory.Exists(path))
            && (parts.Length == 1 || DocumentPage.Read(path).Anchors.Contains(parts[1]));
    }
}
