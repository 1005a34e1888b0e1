// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Verification;

/// <summary>
/// An instance that does not name the patient, in a study that does. The index has the name from the instance that came
/// first.
/// </summary>
internal sealed class SiblingTests(OrthancVersion version) : VersionFixture(version)
{
    private const string Study = "1.2.826.0.1.3680043.9.97";

    [TestCase("""{"Options": ["CleanDescriptors"]}""")]
    [TestCase("{}")]
    public async Task It_loses_the_name_out_of_its_text(string request)
    {
        var host = await RunningHosts.WithPlugin(Version);
        var study = (await host.Post("/instances", File(1, "BARTHOLOMEW^ANN"))).Json().GetProperty("ParentStudy").GetString()!;
        await host.Post("/instances", File(2, string.Empty));
        var answer = await host.Post($"/studies/{study}/anonymize", request);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var made = answer.Json().GetProperty("Path").GetString()!;

        var protocols = new List<string?>();
        foreach (var instance in await host.InstancesOf(made))
        {
            protocols.Add(ListedFile.Read((await host.Get($"/instances/{instance}/file")).Body)[new DicomTag(0x0018_9423)]?.Text);
        }

        Assert.That(protocols, Is.EqualTo(["CT of", "CT of"]));
        await host.Send(HttpMethod.Delete, made, null);
        await host.Send(HttpMethod.Delete, $"/studies/{study}", null);
    }

    private static byte[] File(int number, string patient) => SampleFile.Make(dataset => dataset
        .With(0x0008_0018, DicomVR.UI, $"{Study}.1.{number}")
        .With(0x0010_0010, DicomVR.PN, patient)
        .With(0x0018_9423, DicomVR.LO, "CT of Bartholomew")
        .With(0x0020_000D, DicomVR.UI, Study)
        .With(0x0020_000E, DicomVR.UI, $"{Study}.1"));
}
