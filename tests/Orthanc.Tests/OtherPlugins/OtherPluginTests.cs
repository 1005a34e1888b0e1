// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests.OtherPlugins;

/// <summary>The plugin beside those that many Orthancs have, in either order, and called by one of them.</summary>
/// <remarks>With the Orthanc and the plugins of this machine's Debian.</remarks>
internal sealed class OtherPluginTests
{
    private const string Folder = "/usr/share/orthanc/plugins";

    // Anonymizes the study of the request, inside Orthanc.
    private const string Script = """
        import orthanc
        def Anonymize(output, uri, **request):
            answer = orthanc.RestApiPostAfterPlugins('/studies/' + request['groups'][0] + '/anonymize', '{}')
            output.AnswerBuffer(answer, 'application/json')
        orthanc.RegisterRestCallback('/python/(.*)', Anonymize)
        """;

    [TestCase(true)]
    [TestCase(false)]
    public async Task DicomWeb_and_the_plugin_work_side_by_side(bool isFirst)
    {
        var dicomWeb = Find("libOrthancDicomWeb.so", "orthanc-dicomweb");
        using var host = await OrthancHost.Start(
            OrthancVersion.All().First(), isFirst ? [dicomWeb, ProjectFiles.Plugin] : [ProjectFiles.Plugin, dicomWeb]);
        var studies = await SampleStudies.In(host, "95");
        var answer = await host.Post($"/studies/{studies.Study("1.1")}/anonymize", "{}");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var made = answer.Json().GetProperty("ID").GetString()!;
        var uid = await host.MainTag($"/studies/{made}", "StudyInstanceUID");
        var found = await host.Get($"/dicom-web/studies/{uid}/series");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await host.InstancesOf($"/studies/{made}"), Has.Count.EqualTo(4));
            Assert.That(found.Status, Is.EqualTo(200), found.ToString);
            Assert.That(found.Json().GetArrayLength(), Is.EqualTo(2));
            Assert.That((await host.Ask(studies.Instance("1.1.1.1"), "modify", "{}")).Status, Is.EqualTo(200));
        }

        host.Stop();
    }

    [Test]
    public async Task A_Python_script_calls_the_routes()
    {
        var python = Find("libOrthancPython.so", "orthanc-python");
        var script = Path.Combine(Directory.CreateTempSubdirectory("orthanc-deid-").FullName, "script.py");
        await File.WriteAllTextAsync(script, Script);
        try
        {
            using var host = await OrthancHost.Start(
                OrthancVersion.All().First(), [python, ProjectFiles.Plugin], new JsonObject { ["PythonScript"] = script });
            var studies = await SampleStudies.In(host, "96");
            var answer = await host.Get($"/python/{studies.Study("2.1")}");
            Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
            var made = answer.Json().GetProperty("Path").GetString()!;
            Assert.That(await host.InstancesOf(made), Has.Count.EqualTo(4));
            Assert.That(
                await host.MainTag($"/patients/{answer.Json().GetProperty("PatientID").GetString()}", "PatientName"),
                Is.EqualTo("Anonymized1"));
            host.Stop();
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(script)!, recursive: true);
        }
    }

    private static string Find(string file, string package)
    {
        OrthancHost.SkipUnlessHere(OrthancVersion.All().First());
        var path = Path.Combine(Folder, file);
        if (!File.Exists(path))
        {
            Assert.Ignore($"SKIPPED: {file} is not on this machine (apt-get install {package})");
        }

        return path;
    }
}
