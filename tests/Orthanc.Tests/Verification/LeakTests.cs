// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Verification;

/// <summary>
/// An instance with a private element that is kept and names the patient. With <c>Verify</c>, it gets no successor.
/// </summary>
internal sealed class LeakTests(OrthancVersion version) : VersionFixture(version)
{
    private const string Study = "1.2.826.0.1.3680043.9.95";
    private const string Place = "0009,1001";
    private const string Request = """{"KeepPrivateTags": true, "Verify": true """;

    private OrthancHost _host = null!;
    private string _study = string.Empty;
    private string _leaking = string.Empty;
    private string _clean = string.Empty;
    private int _before;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await RunningHosts.WithPlugin(Version);
        var answer = await _host.Post("/instances", File(1, "as agreed with Mrs Bartholomew"));
        (_leaking, _study) = (answer.Json().GetProperty("ID").GetString()!, answer.Json().GetProperty("ParentStudy").GetString()!);
        _clean = (await _host.Post("/instances", File(2, "as agreed"))).Json().GetProperty("ID").GetString()!;
        _before = await _host.CountInstances();
    }

    [OneTimeTearDown]
    public async Task Delete()
    {
        if (_study.Length > 0)
        {
            await _host.Send(HttpMethod.Delete, $"/studies/{_study}", null);
        }
    }

    [Test]
    public async Task A_file_that_still_says_who_it_was_is_not_given_out()
    {
        var answer = await _host.Ask(_leaking, "anonymize", Request + "}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.EqualTo(400));
            Assert.That(answer.Error("Details"), Does.Contain(Place));
            Assert.That(answer.Text, Does.Not.Contain("artholomew"));
            Assert.That((await _host.Ask(_leaking, "anonymize", """{"KeepPrivateTags": true}""")).Status, Is.EqualTo(200));
            Assert.That((await _host.Ask(_leaking, "anonymize", """{"Verify": true}""")).Status, Is.EqualTo(200));
            Assert.That((await _host.Ask(_clean, "anonymize", Request + "}")).Status, Is.EqualTo(200));
        }
    }

    [Test]
    public async Task A_patient_to_whom_another_Orthanc_gave_the_next_name_is_anonymized()
    {
        static string NameIn(Answer answer) => ListedFile.Read(answer.Body)[DicomTag.PatientName]!.Text;
        using var host = await OrthancHost.Start(Version, [ProjectFiles.Plugin]);
        var name = NameIn(await host.Ask(await host.Store(SampleFile.Make()), "anonymize", "{}"));
        var next = $"Anonymized{int.Parse(name["Anonymized".Length..], CultureInfo.InvariantCulture) + 1}";
        var instance = await host.Store(SampleFile.Make(dataset => dataset
            .With(0x0008_0018, DicomVR.UI, Study).With(0x0010_0010, DicomVR.PN, next)));
        var answer = await host.Ask(instance, "anonymize", """{"Verify": true}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        Assert.That(NameIn(answer), Is.EqualTo(next));
        Assert.That((await host.Ask(instance, "anonymize", """{"Verify": true}""")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_job_fails_and_stores_nothing()
    {
        var answer = await _host.Post($"/studies/{_study}/anonymize", Request + """, "KeepSource": false}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.EqualTo(400), answer.ToString);
            Assert.That(answer.Error("Details"), Does.Contain(Place).And.Contain(_leaking));
            Assert.That(await _host.CountInstances(), Is.EqualTo(_before));
            Assert.That(await _host.InstancesOf($"/studies/{_study}"), Is.EquivalentTo([_leaking, _clean]));
        }
    }

    [Test]
    public async Task A_permissive_job_names_the_instance_and_goes_on()
    {
        var answer = await _host.Post($"/studies/{_study}/anonymize", Request + """, "Permissive": true}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var made = answer.Json().GetProperty("Path").GetString()!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Json().GetProperty("FailedInstances").Strings(), Is.EqualTo([_leaking]));
            Assert.That(answer.Text, Does.Contain(Place).And.Not.Contain("artholomew"));
            Assert.That(await _host.InstancesOf(made), Has.Count.EqualTo(1));
        }

        await _host.Send(HttpMethod.Delete, made, null);
    }

    private static byte[] File(int number, string text) => SampleFile.Make(dataset => dataset
        .With(0x0008_0018, DicomVR.UI, $"{Study}.1.{number}")
        .With(0x0010_0010, DicomVR.PN, "BARTHOLOMEW^ANN")
        .With(0x0020_000D, DicomVR.UI, Study)
        .With(0x0020_000E, DicomVR.UI, $"{Study}.1")
        .With(0x0009_0010, DicomVR.LO, "ACME").With(0x0009_1001, DicomVR.LO, text));
}
