// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Jobs.InPlace;

/// <summary>
/// What the built-in 1.13.0 loses when resources are modified in place, and does not show after a split. Each test shows the
/// fault on a running one, and that the plugin does not have it in any host.
/// </summary>
internal sealed class InPlaceDifferenceTests(OrthancVersion version) : BothSidesFixture(version)
{
    private static int _prefix = 870;

    [SetUp]
    public Task Store() => StoreOnBothSides($"{Interlocked.Increment(ref _prefix)}");

    [Test]
    public async Task Metadata_attachments_and_labels_of_instances_stay()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Lost(BuiltIn), Is.EqualTo(["metadata", "attachments", "labels"]));
            Assert.That(await Lost(Plugin), Is.Empty);
        }

        static async Task<IReadOnlyList<string>> Lost(SampleStudies studies)
        {
            var path = $"/instances/{studies.Instance("1.1.1.1")}";
            await studies.Host.Annotate([path]);
            var answer = await studies.Host.Post(
                $"/series/{studies.Series("1.1.1")}/modify",
                """
                {"Replace": {"SeriesDescription": "new"}, "Force": true,
                 "Keep": ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"]}
                """);
            Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
            return [.. (await studies.Host.Missing([path])).Select(missing => missing[path.Length..].Split('/')[1])];
        }
    }

    [Test]
    public async Task A_split_to_a_new_name_shows_it_of_the_patient()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Name(BuiltIn), Does.StartWith("DOE"));
            Assert.That(await Name(Plugin), Is.EqualTo("NEW"));
        }

        static async Task<string?> Name(SampleStudies studies)
        {
            var answer = await studies.Host.Post(
                $"/studies/{studies.Study("1.1")}/split",
                $$"""{"Replace": {"PatientName": "NEW"}, "Series": ["{{studies.Series("1.1.1")}}"]}""");
            Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
            return await studies.Host.MainTag($"/patients/{studies.Patient("1")}", "PatientName");
        }
    }
}
