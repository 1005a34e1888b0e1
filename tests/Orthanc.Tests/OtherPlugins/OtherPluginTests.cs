// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests.OtherPlugins;

/// <summary>The plugin next to other common plugins, loaded in either order, and called by one of them.</summary>
/// <remarks>Uses the Orthanc and the plugins of this machine's Debian.</remarks>
internal sealed class OtherPluginTests
{
    private const string Folder = "/usr/share/orthanc/plugins";
    private const string This = "this one";

    // Anonymizes the study of the request from inside Orthanc.
    private const string Script = """
        import json, orthanc
        def Anonymize(output, uri, **request):
            post = orthanc.RestApiPostAfterPlugins if request['groups'][0] == 'plugins' else orthanc.RestApiPost
            answer = post('/studies/' + request['groups'][1] + '/anonymize', request['body'])
            output.AnswerBuffer(answer, 'application/json')
        orthanc.RegisterRestCallback('/python/(plugins|core)/(.*)', Anonymize)

        """;

    // Also listens to stored instances.
    private const string ScriptOfListener = Script + """
        stored = []
        def Stored(output, uri, **request):
            output.AnswerBuffer(json.dumps(stored), 'application/json')
        orthanc.RegisterRestCallback('/python/stored', Stored)
        orthanc.RegisterOnStoredInstanceCallback(lambda dicom, id: stored.append(id))
        """;

    private static readonly Dictionary<string, (string Package, string[] Files)> Neighbours = new()
    {
        ["DICOMweb"] = ("orthanc-dicomweb", ["libOrthancDicomWeb.so"]),
        ["Python"] = ("orthanc-python", ["libOrthancPython.so"]),
        ["PostgreSQL"] = ("orthanc-postgresql", ["libOrthancPostgreSQLIndex.so", "libOrthancPostgreSQLStorage.so"]),
    };

    [TestCase("DICOMweb", This)]
    [TestCase(This, "DICOMweb")]
    [TestCase("Python", This)]
    [TestCase(This, "Python")]
    [TestCase("PostgreSQL", This)]
    [TestCase("DICOMweb", "Python", "PostgreSQL", This)]
    public async Task Every_route_works_beside(params string[] plugins)
    {
        var paths = plugins.SelectMany(Find).ToList();
        using var database = plugins.Contains("PostgreSQL") ? PostgreSqlServer.Start() : null;
        using var script = new TemporaryScript(ScriptOfListener);
        var configuration = new JsonObject { ["PythonScript"] = script.Path, ["PostgreSQL"] = database?.Configuration };
        using var host = await OrthancHost.Start(OrthancVersion.All().First(), paths, configuration);
        await EveryRoute.Works(host, host, "95");
        if (plugins.Contains("DICOMweb"))
        {
            await AssertThatDicomWebFinds(host);
        }

        if (plugins.Contains("Python"))
        {
            var stored = (await host.Get("/python/stored")).Json().Strings();
            Assert.That(stored, Has.Count.GreaterThan(100), "it is told of the new instances, too");
        }

        host.Stop();
    }

    /// <summary><c>RestApiPostAfterPlugins</c> reaches the plugin, <c>RestApiPost</c> the built-in, which does not know
    /// options.</summary>
    [TestCase("plugins", true)]
    [TestCase("core", false)]
    public async Task A_Python_script_reaches_the_plugin_or_the_built_in(string routes, bool isPlugin)
    {
        using var script = new TemporaryScript(Script);
        using var host = await StartWithPython(script);
        var studies = await SampleStudies.In(host, "96");
        var answer = await host.Post($"/python/{routes}/{studies.Study("2.1")}", """{"Options": ["RetainUIDs"]}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var made = answer.Json().GetProperty("Path").GetString()!;
        var old = await host.MainTag($"/studies/{studies.Study("2.1")}", "StudyInstanceUID");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await host.InstancesOf(made), Has.Count.EqualTo(4));
            Assert.That(await host.MainTag(made, "StudyInstanceUID") == old, Is.EqualTo(isPlugin));
            Assert.That(
                await host.MainTag($"/patients/{answer.Json().GetProperty("PatientID").GetString()}", "PatientName"),
                Does.StartWith("Anonymized"));
        }

        host.Stop();
    }

    /// <summary>
    /// Python runs one callback at a time. If the script waited for the job, which waits for callbacks about its results,
    /// neither would end, whether the job is the plugin's or the built-in's.
    /// </summary>
    [TestCase("plugins")]
    [TestCase("core")]
    public async Task A_Python_script_that_listens_submits_jobs_that_it_does_not_wait_for(string routes)
    {
        using var script = new TemporaryScript(ScriptOfListener);
        using var host = await StartWithPython(script);
        var studies = await SampleStudies.In(host, "98");
        var answer = await host.Post($"/python/{routes}/{studies.Study("2.1")}", """{"Asynchronous": true}""");
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var end = await host.WaitForEnd(answer.Json().GetProperty("ID").GetString()!);
        Assert.That(end.State(), Is.EqualTo("Success"), end.ToString);
        var made = await host.InstancesOf($"/studies/{end.Content().GetProperty("ID").GetString()}");
        Assert.That(made, Has.Count.EqualTo(4));
        Assert.That((await host.Get("/python/stored")).Json().Strings(), Is.SupersetOf(made));
        host.Stop();
    }

    private static Task<OrthancHost> StartWithPython(TemporaryScript script) => OrthancHost.Start(
        OrthancVersion.All().First(), [.. Find("Python"), ProjectFiles.Plugin],
        new JsonObject { ["PythonScript"] = script.Path });

    private static async Task AssertThatDicomWebFinds(OrthancHost host)
    {
        var studies = await SampleStudies.In(host, "97");
        var answer = await host.Post($"/studies/{studies.Study("1.1")}/anonymize", "{}");
        var uid = await host.MainTag(answer.Json().GetProperty("Path").GetString()!, "StudyInstanceUID");
        var found = await host.Get($"/dicom-web/studies/{uid}/series");
        Assert.That(found.Status, Is.EqualTo(200), found.ToString);
        Assert.That(found.Json().GetArrayLength(), Is.EqualTo(2));
    }

    private static IEnumerable<string> Find(string plugin)
    {
        if (plugin == This)
        {
            return [ProjectFiles.Plugin];
        }

        OrthancHost.SkipUnlessHere(OrthancVersion.All().First());
        var (package, files) = Neighbours[plugin];
        var paths = files.Select(file => Path.Combine(Folder, file)).ToList();
        var missing = paths.Find(path => !File.Exists(path));
        Skip.Unless(missing is null, $"{missing} is not on this machine (apt-get install {package})");

        return paths;
    }

    /// <summary>A Python script, for as long as a test needs it.</summary>
    private sealed class TemporaryScript : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orthanc-deid-");

        public TemporaryScript(string text) => File.WriteAllText(Path, text);

        public string Path => System.IO.Path.Combine(_folder.FullName, "script.py");

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
