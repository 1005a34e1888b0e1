// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.CharacterSets;

/// <summary>
/// A file without Specific Character Set on hosts with a <c>DefaultEncoding</c>: the whole plugin reads it in that encoding.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.OldestAndNewest))]
internal sealed class DefaultEncodingTests(OrthancVersion version) : VersionFixture(version)
{
    private static readonly DicomTag CharacterSet = new(0x0008_0005);

    [TestCase("Utf8", "ISO_IR 192", "Дюбендорф", "Ж-4711-0815")]
    [TestCase("Latin1", "ISO_IR 100", "Dübendörfer", "Ü-4711-0815")]
    [TestCase("Cyrillic", "ISO_IR 144", "Дюбендорф", "Ж-4711-0815")]
    public async Task A_file_is_read_in_the_character_set_of_the_host(string encoding, string term, string name, string id)
    {
        using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin], new JsonObject
        {
            ["DefaultEncoding"] = encoding,
            ["Deid"] = new JsonObject { ["AllowMapping"] = true },
        });
        var stored = await host.Post("/instances", File(term, name, id));
        Assert.That(stored.Status, Is.EqualTo(200), stored.ToString);
        var (instance, study) = (Member(stored, "ID"), Member(stored, "ParentStudy"));

        // The verification of the new file recognizes the name.
        foreach (var route in (string[])[$"/instances/{instance}/anonymize", $"/studies/{study}/anonymize"])
        {
            var refused = await host.Post(route, """{"KeepPrivateTags": true, "Verify": true}""");
            Assert.That(refused.Status, Is.EqualTo(400), refused.ToString);
            Assert.That(refused.Error("Details"), Does.Contain("0009,1001").And.Not.Contain(name));
        }

        // So does the cleaning, and the text that remains is still in that character set.
        var cleaned = await host.Ask(
            instance, "anonymize", """{"Options": ["CleanDescriptors"], "Keep": ["StudyDescription"], "Verify": true}""");
        Assert.That(cleaned.Status, Is.EqualTo(200), cleaned.ToString);
        using (var file = DicomFile.Parse(cleaned.Body, new ReadingSettings(ElementDictionary.Standard, Set(term))))
        {
            Assert.That(file.Dataset.GetText(new DicomTag(0x0008_1030)), Is.EqualTo(Rest(term)));
        }

        // The pairs of identifiers are decoded text.
        var answer = await host.Ask(instance, "anonymize", """{"Mapping": true}""");
        using (var mapping = JsonDocument.Parse(answer.Mapping!))
        {
            AssertMaps(mapping.RootElement, id);
        }

        // The stored file is recognized as the result of the job, and its source is deleted.
        answer = await host.Post($"/studies/{study}/modify", """{"Mapping": true, "KeepSource": false, "Keep": ["SOPInstanceUID"], "Force": true}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        AssertMaps(answer.Json().GetProperty("Mapping"), id, isKept: true);
        Assert.That(await host.CountInstances(), Is.EqualTo(1));
        host.Stop();
    }

    private static string Member(Answer answer, string name) => answer.Json().GetProperty(name).GetString()!;

    private static void AssertMaps(JsonElement mapping, string id, bool isKept = false)
    {
        var pair = mapping.GetProperty("PatientID").EnumerateArray().Single();
        Assert.That(pair.GetProperty("Old").GetString(), Is.EqualTo(id));
        Assert.That(pair.GetProperty("New").GetString(), isKept ? Is.EqualTo(id) : Is.Not.EqualTo(id));
    }

    private static SpecificCharacterSet Set(string term) =>
        SpecificCharacterSet.TryParse(term, out var set) ? set : throw new ArgumentException(term, nameof(term));

    /// <summary>A word that needs the character set and is nobody's name.</summary>
    private static string Rest(string term) => term == "ISO_IR 100" ? "Schädel" : "Череп";

    private static byte[] File(string term, string name, string id) => SampleFile.Make(dataset =>
    {
        dataset.Remove(CharacterSet);
        dataset.With(0x0010_0010, DicomVR.PN, Bytes($"{name}^G", DicomVR.PN))
            .With(0x0010_0020, DicomVR.LO, Bytes(id, DicomVR.LO))
            .With(0x0008_1030, DicomVR.LO, Bytes($"{Rest(term)} {name}", DicomVR.LO))
            .With(0x0009_0010, DicomVR.LO, "ACME").With(0x0009_1001, DicomVR.LO, Bytes($"x {name}", DicomVR.LO));

        byte[] Bytes(string text, DicomVR vr) =>
            Set(term).TryEncode(text, vr, out var bytes) ? bytes : throw new ArgumentException(text, nameof(text));
    });
}
