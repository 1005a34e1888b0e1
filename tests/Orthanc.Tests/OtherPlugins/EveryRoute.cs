// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;

namespace OrthancDeid.Orthanc.Tests.OtherPlugins;

/// <summary>
/// Every route of the plugin: each level, in bulk, split and merge, with an answer that waits and one that does not, with
/// sources that are kept and sources that are deleted. The new and the deleted instances are counted.
/// </summary>
/// <remarks>The results may be checked in another host with the same index.</remarks>
internal sealed class EveryRoute
{
    private const string NewPatient = "T-NEW";
    private const string Replacement = """ "Replace": {"PatientID": "T-NEW"}, "Force": true """;

    private readonly OrthancHost _asked;
    private readonly OrthancHost _looking;
    private readonly SampleStudies _studies;

    private EveryRoute(OrthancHost asked, OrthancHost looking, SampleStudies studies)
    {
        _asked = asked;
        _looking = looking;
        _studies = studies;
    }

    /// <summary>Calls each route of a host and asserts that it does what it should.</summary>
    /// <param name="asked">The host that receives the requests.</param>
    /// <param name="looking">The host in which the results are checked.</param>
    /// <param name="prefix">The prefix, as in <see cref="SampleStudies.In"/>; two digits are appended to it.</param>
    public static async Task Works(OrthancHost asked, OrthancHost looking, string prefix)
    {
        foreach (var operation in (string[])["anonymize", "modify"])
        {
            var studies = await SampleStudies.In(asked, operation == "modify" ? $"{prefix}10" : $"{prefix}11");
            var routes = new EveryRoute(asked, looking, studies);
            foreach (var place in (string[])["1.1.1.1", "2.2.2.2"])
            {
                await routes.AnswersInstance(place, operation);
            }

            // The sources are kept, and the answer waits for the end of the job ...
            await routes.MakesAndKeeps(operation, "/series/[series 1.1.1]", 2);
            await routes.MakesAndKeeps(operation, "/studies/[study 1.1]", 4);
            await routes.MakesAndKeeps(operation, "/patients/[patient 1]", 8);
            await routes.MakesAndKeeps(operation, "/tools/bulk", 6, """["[series 1.1.1]", "[study 2.1]"]""");

            // ... or the sources are deleted, one kind of resource after the other until none is left, and no client waits.
            await routes.Replaces(operation, "/series/[series 1.1.1]", 2);
            await routes.Replaces(operation, "/studies/[study 1.2]", 4);
            await routes.Replaces(operation, "/patients/[patient 2]", 8);
            await routes.Replaces(operation, "/tools/bulk", 2, """["[instance 1.1.2.1]", "[instance 1.1.2.2]"]""");
            foreach (var patient in (string[])["1", "2"])
            {
                Assert.That((await looking.Get($"/patients/{studies.Patient(patient)}")).Status, Is.EqualTo(404));
            }
        }

        await new EveryRoute(asked, looking, await SampleStudies.In(asked, $"{prefix}12")).SplitsAndMerges();
    }

    private async Task AnswersInstance(string place, string operation)
    {
        var before = await Instances();
        var answer = await _asked.Ask(_studies.Instance(place), operation, Body(operation));
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        using var old = DicomFile.Parse((await _looking.Get($"/instances/{_studies.Instance(place)}/file")).Body);
        using var file = DicomFile.Parse(answer.Body);
        using (Assert.EnterMultipleScope())
        {
            AssertPatient(file.Dataset.GetText(DicomTag.PatientID), operation);
            Assert.That(
                file.Dataset.GetText(DicomTag.SOPInstanceUID),
                Is.Not.Empty.And.Not.EqualTo(old.Dataset.GetText(DicomTag.SOPInstanceUID)));
            Assert.That(await Instances(), Is.EquivalentTo(before), "nothing is stored");
        }
    }

    private async Task MakesAndKeeps(string operation, string route, int count, string? resources = null)
    {
        var before = await Instances();
        var answer = await Post(operation, route, resources);
        var made = (await Instances()).Except(before).ToList();
        Assert.That(before.Except(await Instances()), Is.Empty, $"{route}: the sources stay");
        await AssertMade(operation, route, made, count, answer);
        await Delete(made);
    }

    private async Task Replaces(string operation, string route, int count, string? resources = null)
    {
        var before = await Instances();
        var job = (await Post(operation, route, resources, """ "KeepSource": false, "Asynchronous": true """))
            .GetProperty("ID").GetString()!;
        var end = await _asked.WaitForEnd(job);
        Assert.That(end.State(), Is.EqualTo("Success"), end.ToString);
        var after = await Instances();
        Assert.That(before.Except(after).Count(), Is.EqualTo(count), $"{route}: the sources go");
        var made = after.Except(before).ToList();
        await AssertMade(operation, route, made, count, end.Content());
        await Delete(made);
    }

    private async Task SplitsAndMerges()
    {
        var before = await Instances();
        var target = $"/studies/{_studies.Study("1.1")}";
        var copied = await Submit($"{target}/split", """{"Series": ["[series 1.1.2]"], "KeepSource": true}""");
        var part = $"/studies/{copied.GetProperty("TargetStudy").GetString()}";
        Assert.That(await _looking.InstancesOf(part), Has.Count.EqualTo(2));
        Assert.That((await Instances()).Intersect(before), Is.EquivalentTo(before), "the sources stay");
        await _asked.Send(HttpMethod.Delete, part, null);

        var moved = await Submit(
            $"{target}/split", """{"Instances": ["[instance 1.1.2.1]"], "Series": ["[series 1.1.1]"]}""");
        part = moved.GetProperty("TargetStudy").GetString()!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _looking.InstancesOf($"/studies/{part}"), Has.Count.EqualTo(3));
            Assert.That(await _looking.InstancesOf(target), Has.Count.EqualTo(1), "the sources go");
            Assert.That(await Instances(), Has.Count.EqualTo(before.Count));
        }

        await Submit($"{target}/merge", $$"""{"Resources": ["{{part}}"]}""");
        Assert.That((await _looking.Get($"/studies/{part}")).Status, Is.EqualTo(404), "the sources go");
        await Submit(
            $"{target}/merge", """{"Resources": ["[series 2.1.1]"], "KeepSource": true, "Asynchronous": true}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _looking.InstancesOf(target), Has.Count.EqualTo(6));
            Assert.That(await _looking.InstancesOf($"/series/{_studies.Series("2.1.1")}"), Has.Count.EqualTo(2));
            Assert.That(await Instances(), Has.Count.EqualTo(before.Count + 2));
        }

        await Delete([_studies.Patient("1"), _studies.Patient("2")], "patients");
    }

    // The content of the job, of which the answer to a client that waits is the short form.
    private async Task<JsonElement> Submit(string route, string body)
    {
        var answer = await _asked.Post(route, _studies.Resolve(body));
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        if (!body.Contains("Asynchronous", StringComparison.Ordinal))
        {
            return answer.Json();
        }

        var end = await _asked.WaitForEnd(answer.Json().GetProperty("ID").GetString()!);
        Assert.That(end.State(), Is.EqualTo("Success"), end.ToString);
        return end.Content();
    }

    private async Task<JsonElement> Post(string operation, string route, string? resources, string? more = null)
    {
        resources = resources is null ? null : $"\"Resources\": {resources}";
        var path = resources is null ? $"{route}/{operation}" : $"{route}-{operation}";
        var answer = await _asked.Post(_studies.Resolve(path), _studies.Resolve(Body(operation, resources, more)));
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        return answer.Json();
    }

    private async Task AssertMade(string operation, string route, List<string> made, int count, JsonElement told)
    {
        Assert.That(made, Has.Count.EqualTo(count), route);
        foreach (var instance in made)
        {
            var patient = (await _looking.Get($"/instances/{instance}/patient")).Json();
            AssertPatient(patient.GetProperty("MainDicomTags").GetProperty("PatientID").GetString(), operation);
        }

        if (told.TryGetProperty("ID", out var resource))
        {
            var level = route.Split('/')[1];
            Assert.That(await _looking.InstancesOf($"/{level}/{resource.GetString()}"), Is.EquivalentTo(made), route);
        }
        else
        {
            Assert.That(route, Is.EqualTo("/tools/bulk"), "the others name what they made");
            Assert.That(told.GetProperty("InstancesCount").GetInt32(), Is.EqualTo(count));
        }
    }

    private void AssertPatient(string? patient, string operation) => Assert.That(
        patient,
        operation == "modify" ? Is.EqualTo(NewPatient) : Is.Not.Empty.And.Not.StartsWith($"P-{_studies.Prefix}"));

    private static string Body(string operation, params string?[] more) =>
        $"{{{string.Join(',', more.Prepend(operation == "modify" ? Replacement : null).OfType<string>())}}}";

    private async Task<IReadOnlyList<string>> Instances() => (await _looking.Get("/instances")).Json().Strings();

    private async Task Delete(IEnumerable<string> resources, string level = "instances")
    {
        foreach (var resource in resources)
        {
            await _asked.Send(HttpMethod.Delete, $"/{level}/{resource}", null);
        }
    }
}
