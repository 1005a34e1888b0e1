// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.DryRun;

/// <summary>A file with a marker in every value, and all that is said about it: reports, errors, jobs and the log.</summary>
internal sealed class ReportedValueTests(OrthancVersion version) : HostFixture(version)
{
    private const string Mark = "SECRET";
    private const string UidMark = ".680777.";
    private const string DateMark = "1777042";
    private const string Root = "1.2.826.0.1.3680043.9.680777";

    private string _patient = string.Empty;
    private string _study = string.Empty;
    private string _other = string.Empty;
    private string _series = string.Empty;
    private string _instance = string.Empty;

    [OneTimeSetUp]
    public async Task Store()
    {
        var stored = await Host.Post("/instances", File("1"));
        Assert.That(stored.Status, Is.EqualTo(200), stored.ToString);
        _instance = stored.Json().GetProperty("ID").GetString()!;
        _series = stored.Json().GetProperty("ParentSeries").GetString()!;
        _study = stored.Json().GetProperty("ParentStudy").GetString()!;
        _patient = stored.Json().GetProperty("ParentPatient").GetString()!;
        _other = (await Host.Post("/instances", File("2"))).Json().GetProperty("ParentStudy").GetString()!;
    }

    // What is reported for each element.
    [TestCase("/instances/[instance]/anonymize", """{"DryRun": true, "Options": ["CleanDescriptors", "RetainSafePrivate"], "Verify": false}""", 200)]
    [TestCase("/instances/[instance]/modify", """{"DryRun": true, "Replace": {"0051,1002": "x"}, "PrivateCreator": "own"}""", 200)]
    [TestCase("/series/[series]/anonymize", """{"DryRun": true, "KeepPrivateTags": true}""", 200)]
    [TestCase("/studies/[study]/anonymize", """{"DryRun": true, "Keep": ["0051,1001", "ReferencedImageSequence"]}""", 200)]
    [TestCase("/patients/[patient]/modify", """{"DryRun": true, "Replace": {"PatientID": "x"}, "RemovePrivateTags": true, "Force": true}""", 200)]
    [TestCase("/tools/bulk-anonymize", """{"DryRun": true, "Resources": ["[study]"]}""", 200)]
    [TestCase("/studies/[study]/split", """{"DryRun": true, "Series": ["[series]"]}""", 200)]
    [TestCase("/studies/[study]/merge", """{"DryRun": true, "Resources": ["[other]"]}""", 200)]

    // What is refused and rejected, and why.
    [TestCase("/instances/[instance]/anonymize", """{"KeepPrivateTags": true, "Verify": true}""", 400)]
    [TestCase("/studies/[study]/anonymize", """{"KeepPrivateTags": true, "Verify": true}""", 400)]
    [TestCase("/studies/[study]/anonymize", """{"KeepPrivateTags": true, "Verify": true, "Permissive": true}""", null)]
    [TestCase("/studies/[study]/anonymize", """{"DryRun": true, "KeepPrivateTags": true, "Verify": true}""", 200)]
    [TestCase("/instances/[instance]/anonymize", """{"Reject": {"Modality": ["secret_mod"]}}""", 403)]
    [TestCase("/instances/[instance]/anonymize", """{"Reject": {"ImageType": ["", "secret_type"]}}""", 403)]
    [TestCase("/studies/[study]/anonymize", """{"Reject": {"Modality": ["secret_mod"]}}""", null)]
    [TestCase("/studies/[study]/anonymize", """{"DryRun": true, "Reject": {"BurnedInAnnotation": [""]}}""", 200)]
    [TestCase("/studies/[study]/modify", """{"Replace": {"PatientSex": "O"}}""", null)]
    [TestCase("/studies/[study]/merge", """{"Resources": ["[study]"]}""", 404)]
    [TestCase("/studies/[study]/modify", """{"Replace": {"SmallestImagePixelValue": "-1"}}""", 400)]
    [TestCase("/instances/[instance]/modify", """{"Transcode": "1.2.840.10008.1.2.4.50"}""", null)]
    public async Task No_value_of_the_file_is_told(string route, string request, int? status)
    {
        var answer = await Host.Post(Resolved(route), Resolved(request));
        if (status is not null)
        {
            Assert.That(answer.Status, Is.EqualTo(status), answer.ToString);
        }

        using (Assert.EnterMultipleScope())
        {
            if (!answer.Text.Contains("DICM", StringComparison.Ordinal))
            {
                AssertSilent(answer.Text);
            }

            AssertSilent((await Host.Get("/jobs?expand")).Text);
            AssertSilent(Host.Log);
        }
    }

    [Test]
    public async Task A_private_element_is_told_by_its_block_and_a_creator_that_others_know_by_its_name()
    {
        var answer = await Host.Post($"/studies/{_study}/anonymize", """{"DryRun": true}""");
        Assert.That(Told("0051,1001")["PrivateBlock"]?.GetValue<string>(), Is.EqualTo("0051,0010"));
        Assert.That(Told("0051,1001")["PrivateCreator"], Is.Null);
        Assert.That(Told("0019,1023")["PrivateCreator"]?.GetValue<string>(), Is.EqualTo("GEMS_ACQU_01"));

        JsonNode Told(string element) => JsonNode.Parse(answer.Text)!["Elements"]!.AsArray()
            .Single(one => one!["Element"]!.GetValue<string>() == element)!;
    }

    private static void AssertSilent(string text) => Assert.That(
        text, Does.Not.Contain(Mark).And.Not.Contain(UidMark).And.Not.Contain(DateMark));

    private string Resolved(string text) => text
        .Replace("[instance]", _instance, StringComparison.Ordinal).Replace("[series]", _series, StringComparison.Ordinal)
        .Replace("[study]", _study, StringComparison.Ordinal).Replace("[other]", _other, StringComparison.Ordinal)
        .Replace("[patient]", _patient, StringComparison.Ordinal);

    private static byte[] File(string study) => SampleFile.Make(dataset =>
    {
        dataset.With(0x0008_0008, DicomVR.CS, "SECRET_TYPE").With(0x0008_0018, DicomVR.UI, $"{Root}.{study}.1.1")
            .With(0x0008_0020, DicomVR.DA, "17770423").With(0x0008_0060, DicomVR.CS, "SECRET_MOD")
            .With(0x0008_1030, DicomVR.LO, "SECRET STUDY").With(0x0010_0010, DicomVR.PN, "SECRET^NAME")
            .With(0x0010_0020, DicomVR.LO, "SECRET-ID").With(0x0010_0030, DicomVR.DA, "17770424")
            .With(0x0010_0040, DicomVR.CS, "SECRET_SEX").With(0x0020_000D, DicomVR.UI, $"{Root}.{study}")
            .With(0x0020_000E, DicomVR.UI, $"{Root}.{study}.1").With(0x0020_0010, DicomVR.SH, "SECRET_STUDY")
            .With(0x0028_0106, DicomVR.US, 1).With(0x0012_0063, DicomVR.LO, "SECRET METHOD")
            .With(0x0019_0010, DicomVR.LO, "GEMS_ACQU_01").With(0x0019_1023, DicomVR.DS, "17770420.5")
            .With(0x0051_0010, DicomVR.LO, "SECRET CREATOR").With(0x0051_1001, DicomVR.LO, "SECRET^NAME")
            .WithItem(0x0008_1140, item => item.With(0x0008_1155, DicomVR.UI, $"{Root}.{study}.1.9")
                .With(0x0053_0010, DicomVR.LO, "SECRET NESTED").With(0x0053_1001, DicomVR.UN, "SECRET"));
    });
}
