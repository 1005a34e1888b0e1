// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests;

/// <summary>
/// Levels, identifiers and the references to them (docs/requests.md): requests that name identifiers in every way are
/// answered like the built-in of the reference version.
/// </summary>
internal sealed class RelationshipTests(OrthancVersion version) : VersionFixture(version)
{
    private const string Other = "1.2.826.0.1.3680043.9.80";
    private const string OtherStudy = "1.2.826.0.1.3680043.9.82";
    private const string RTStudy = "3006,0010[0].3006,0012[0].0008,1155";
    private const string RTSeries = "3006,0010[0].3006,0012[0].3006,0014[0].0020,000e";
    private const string RTInstance = "3006,0010[0].3006,0012[0].3006,0014[0].3006,0016[0].0008,1155";

    private static readonly string[] Identifiers =
        ["PatientID", "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"];

    /// <summary>Each identifier is replaced, kept, removed, subject to two of these, or not named.</summary>
    private static IEnumerable<string> Bodies()
    {
        string[] ways = ["", "r", "k", "rk", "xk", "xr", "x"];
        foreach (var (patient, study, series, instance) in
            from patient in ways
            from study in ways
            from series in ways
            from instance in ways
            where (patient + study + series + instance).Length <= 2
                || (patient, study, series, instance)
                    is ("r", "k", "k", "k") or ("r", "r", "r", "r") or ("k", "k", "k", "k")
            select (patient, study, series, instance))
        {
            string[] named = [patient, study, series, instance];
            yield return $$"""
                {"Force": true, "Replace": { {{Of('r', named, "\"{0}\": \"1.2.3.{1}\"")}} },
                "Keep": [{{Of('k', named, "\"{0}\"")}}], "Remove": [{{Of('x', named, "\"{0}\"")}}]}
                """;
        }
    }

    [TestCase("anonymize")]
    [TestCase("modify")]
    public async Task Identifiers_named_in_every_way_become_what_they_become_in_Orthanc(string operation)
    {
        var file = StructureSet();
        var both = await SideBySide.Of(Version, file);
        var faults = new List<string>();
        var compared = 0;
        foreach (var body in Bodies())
        {
            var (builtIn, plugin) = await both.Answers(operation, body);
            compared++;
            if (builtIn.Status != 200 || plugin.Status != 200)
            {
                if (Code(builtIn) != Code(plugin))
                {
                    faults.Add($"{body}: built-in {builtIn}, plugin {plugin}");
                }

                continue;
            }

            faults.AddRange(DataSetComparison.Of(
                ListedFile.Read(file), ListedFile.Read(builtIn.Body), ListedFile.Read(plugin.Body),
                new ComparedRequest(operation, body), (OrthancVersion.Reference, Version.Number)).Faults
                .Select(fault => $"{body}: {fault}"));
        }

        Assert.That(compared, Is.GreaterThan(80));
        Assert.That(faults, Is.Empty, () => string.Join('\n', faults));
    }

    [Test]
    public async Task An_RT_structure_set_refers_to_its_study_by_the_new_UID()
    {
        // (3006,0012) names a study by Referenced SOP Instance UID (PS3.3 C.8.8.5).
        var (_, builtIn, plugin) = await (await SideBySide.Of(Version, StructureSet())).Files("anonymize", "{}");
        foreach (var file in (ListedFile[])[builtIn, plugin])
        {
            using (Assert.EnterMultipleScope())
            {
                Assert.That(file["0020,000d"]?.Text, Is.Not.EqualTo(SampleFile.StudyUid));
                Assert.That(file[RTStudy]?.Text, Is.EqualTo(file["0020,000d"]?.Text));
                Assert.That(file[RTSeries]?.Text, Is.EqualTo(file["0020,000e"]?.Text));
                Assert.That(file[RTInstance]?.Text, Is.Not.Empty.And.Not.EqualTo(Other));
                Assert.That(
                    file["3006,0010[0].3006,0012[1].0008,1155"]?.Text, Is.Not.Empty.And.Not.EqualTo(OtherStudy));
            }
        }
    }

    [TestCase("Keep", SampleFile.StudyUid)]
    [TestCase("Replace", "1.2.3.4")]
    public async Task An_RT_structure_set_follows_what_the_request_says_of_the_study(string member, string expected)
    {
        var body = member == "Keep"
            ? """{"Keep": ["StudyInstanceUID"], "Force": true}"""
            : """{"Replace": {"StudyInstanceUID": "1.2.3.4"}, "Force": true}""";
        var plugin = await (await SideBySide.Of(Version, StructureSet())).PluginFile("anonymize", body);
        Assert.That(plugin["0020,000d"]?.Text, Is.EqualTo(expected));
        Assert.That(plugin[RTStudy]?.Text, Is.EqualTo(expected));
    }

    private static string Code(Answer answer) =>
        answer.Status == 200 ? "200" : $"{answer.Status}/{answer.Error("OrthancStatus")}";

    private static byte[] StructureSet() => SampleFile.Make(dataset => dataset
        .With(0x0008_0016, DicomVR.UI, "1.2.840.10008.5.1.4.1.1.481.3")
        .With(0x0008_0060, DicomVR.CS, "RTSTRUCT")
        .WithItem(0x3006_0010, frame =>
        {
            frame.With(0x0020_0052, DicomVR.UI, "1.2.826.0.1.3680043.9.81");
            var studies = frame.SetSequence(new DicomTag(0x3006_0012));
            studies.AddItem()
                .With(0x0008_1150, DicomVR.UI, "1.2.840.10008.3.1.2.3.1")
                .With(0x0008_1155, DicomVR.UI, SampleFile.StudyUid)
                .WithItem(0x3006_0014, series => series
                    .With(0x0020_000E, DicomVR.UI, SampleFile.SeriesUid)
                    .WithItem(0x3006_0016, image => image.With(0x0008_1155, DicomVR.UI, Other)));
            studies.AddItem().With(0x0008_1155, DicomVR.UI, OtherStudy);
        }));

    private static string Of(char way, string[] named, string form) => string.Join(", ",
        Identifiers.Select((identifier, index) => (identifier, index))
            .Where(entry => named[entry.index].Contains(way, StringComparison.Ordinal))
            .Select(entry => form.Replace("{0}", entry.identifier, StringComparison.Ordinal)
                .Replace("{1}", $"{entry.index}", StringComparison.Ordinal)));
}
