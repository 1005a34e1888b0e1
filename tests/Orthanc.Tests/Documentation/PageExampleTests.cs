// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NUnit.Framework;
using OrthancDeid.Demonstration;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Pseudonyms;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Documentation;

/// <summary>The pages are true: each request does what they say, on every host, and each section is valid.</summary>
internal sealed partial class PageExampleTests(OrthancVersion version) : HostFixture(version)
{
    // As in the example of the page on pseudonyms.
    private const string Secret = "An example is no secret: make your own";

    private static readonly byte[] Source = new CtStudy().Files().First();

    private readonly KeyFile _key = new(Secret);

    protected override JsonObject Configuration => _key.Configuration;

    [OneTimeTearDown]
    public void DeleteKey() => _key.Dispose();

    [TestCaseSource(typeof(ReadmeExample), nameof(ReadmeExample.All))]
    public async Task An_example_does_what_it_says(ReadmeExample example)
    {
        var answer = await Host.Ask(await Host.Store(Source), example.Operation, example.Body);
        Assert.That(example.Faults(Source, answer), Is.Empty);
    }

    [TestCaseSource(typeof(ReadmeExample), nameof(ReadmeExample.Jobs))]
    public async Task An_example_of_a_job_does_what_it_says(ReadmeJobExample example)
    {
        var instance = await Host.Store(Source);
        var study = (await Host.Get($"/instances/{instance}/study")).Json().GetProperty("ID").GetString()!;
        var answer = (await example.Ask(Host, study)).Json();
        Assert.That(example.Faults(answer), Is.Empty);
        if (answer.GetProperty("Path").GetString() == $"/jobs/{answer.GetProperty("ID").GetString()}")
        {
            var job = await Host.WaitForEnd(answer.GetProperty("ID").GetString()!);
            Assert.That(job.State(), Is.EqualTo("Success"), job.ToString);
        }
    }

    /// <summary>The excerpt at the top of the README consists of lines that <c>./run.sh</c> prints.</summary>
    [Test]
    public async Task The_table_of_the_README_has_lines_of_the_demonstration()
    {
        var instance = await Host.Store(Source);
        var answer = await Host.Ask(instance, "anonymize", "{}");
        using var server = new OrthancServer(Host.Address);
        var names = new Dictionary<DicomTag, string>();
        await server.AddNamesAsync(instance, names);
        using var before = DicomFile.Parse(Source);
        using var after = DicomFile.Parse(answer.Body);
        using var table = new StringWriter();
        ElementTable.Write(table, before.Dataset, after.Dataset, names);
        var lines = table.ToString().Split('\n').Select(static line => Spaces().Replace(line.Trim(), " ")).ToList();
        var excerpt = DocumentPage.Read(ProjectFiles.Readme).FencesOf(string.Empty).First().Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(excerpt, Has.Length.GreaterThan(8));

        // New UIDs and the patient's number differ each time, and so does the old UID of a file that is made for the run.
        foreach (var line in excerpt.Skip(2).Select(static line => Spaces().Replace(line.Trim(), " ")))
        {
            var pattern = Number().Replace(Regex.Escape(line), "Anonymized[0-9]+").Replace("…", "\0", StringComparison.Ordinal);
            pattern = $"^{Digits().Replace(pattern, ".+").Replace("\0", ".*", StringComparison.Ordinal)}$";
            Assert.That(lines, Has.Some.Matches(pattern), line);
        }
    }

    [Test]
    public void The_secret_of_the_examples_is_the_one_that_the_page_tells() =>
        Assert.That(File.ReadAllText(ProjectFiles.Page("pseudonyms.md")), Does.Contain($"`{Secret}`"));

    /// <summary>Every fenced request on a page is an example of one kind or the other; none is overlooked.</summary>
    [Test]
    public void Every_example_is_found()
    {
        var fences = ReadmeExample.Pages.Sum(static page => DocumentPage.Read(page).FencesOf("http").Count());
        Assert.That(ReadmeExample.Jobs().Count(), Is.GreaterThan(1));
        Assert.That(ReadmeExample.All().Count(), Is.EqualTo(fences - ReadmeExample.Jobs().Count()).And.GreaterThan(20));
    }

    /// <summary>Every configuration section on the pages is valid, apart from files that it names.</summary>
    [TestCaseSource(nameof(Sections))]
    public async Task A_section_is_valid_but_for_files_that_are_not_here(string section)
    {
        section = section.Replace("/etc/orthanc/pseudonyms.key", _key.Path, StringComparison.Ordinal);
        var answer = await Host.Post("/deid/check", section);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var faults = answer.Json().GetProperty("Faults").EnumerateArray().Select(static fault => fault.GetProperty("Reason").GetString()!);
        Assert.That(faults.Where(static fault => !fault.Contains("/etc/orthanc/", StringComparison.Ordinal)
            && !fault.StartsWith("there is no folder /", StringComparison.Ordinal)), Is.Empty, section);
    }

    // AdministrationTests and TrialGuideTests start an Orthanc with the sections of their pages.
    private static IEnumerable<TestCaseData> Sections() =>
        from page in ReadmeExample.Pages.Select(DocumentPage.Read)
        from fence in page.FencesOf("json")
        let json = fence.AsJson()
        where json.ValueKind == JsonValueKind.Object && json.TryGetProperty("Deid", out _)
        select new TestCaseData(json.GetProperty("Deid").GetRawText()).SetArgDisplayNames($"{page.Name}, line {fence.Line}");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("Anonymized[0-9]+")]
    private static partial Regex Number();

    // The end of a UID after an ellipsis.
    [GeneratedRegex("(?<=\0)[0-9]{20,}")]
    private static partial Regex Digits();
}
