// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Text.Json;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Load;

/// <summary>A client that changes a patient of its own, with one study of two series, in every possible way.</summary>
internal sealed class LoadingClient
{
    /// <summary>The number of instances of the patient.</summary>
    public const int Count = 6;

    // Long enough for a job on a host that is busy with all other clients.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly OrthancHost _host;
    private readonly Random _choice;
    private readonly TimeSpan _duration;
    private string _study;

    private LoadingClient(OrthancHost host, int number, TimeSpan duration, string study)
    {
        _host = host;
        _choice = new Random(number);
        _duration = duration;
        _study = study;
    }

    /// <summary>The number of answered requests.</summary>
    public int Requests { get; private set; }

    /// <summary>The number of new instances.</summary>
    public long Instances { get; private set; }

    /// <summary>Stores the patient.</summary>
    public static async Task<LoadingClient> Start(OrthancHost host, int number, TimeSpan duration)
    {
        var study = string.Empty;
        for (var instance = 0; instance < Count; instance++)
        {
            var answer = await host.Post("/instances", SampleFile.Make(dataset => dataset
                .With(0x0008_0018, DicomVR.UI, $"{SampleFile.InstanceUid}.{number}.{instance}")
                .With(0x0010_0020, DicomVR.LO, $"P-{number}")
                .With(0x0020_000D, DicomVR.UI, $"{SampleFile.StudyUid}.{number}")
                .With(0x0020_000E, DicomVR.UI, $"{SampleFile.SeriesUid}.{number}.{instance % 2}")
                .With(0x0020_0013, DicomVR.IS, $"{instance}")
                .WithPixels(new byte[20_000])));
            study = answer.Json().GetProperty("ParentStudy").GetString()!;
        }

        return new LoadingClient(host, number, duration, study);
    }

    /// <summary>Sends requests until the time is up.</summary>
    public async Task Work()
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < _duration;)
        {
            await (_choice.Next(7) switch
            {
                0 => AskForInstance("anonymize", "{}"),
                1 => AskForInstance("modify", """{"Replace": {"StudyDescription": "x"}, "Remove": ["StudyDate"]}"""),
                2 => MakeAnother($"/studies/{_study}/anonymize", "{}"),
                3 => MakeAnother($"/patients/{await Patient()}/modify", """{"Replace": {"PatientID": "X"}, "Force": true}"""),
                4 => AnonymizeAndDelete(),
                5 => ModifyAndDelete(),
                _ => SplitAndMerge(),
            });
            Assert.That(await CountOf(_study), Is.EqualTo(Count));
        }
    }

    private async Task AskForInstance(string operation, string body)
    {
        var instances = await _host.InstancesOf($"/studies/{_study}");
        var answer = await Post($"/instances/{instances[_choice.Next(instances.Count)]}/{operation}", body);
        using var file = DicomFile.Parse(answer.Body);
        Assert.That(file.Dataset.GetText(new DicomTag(0x0008_0020)), operation == "modify" ? Is.Null : Is.Null.Or.Empty);
        Instances++;
    }

    // Creates a copy and deletes it again.
    private async Task MakeAnother(string route, string body)
    {
        // What other clients create at the same time must not belong to the same patient.
        var answer = await Post(route, body.Replace("\"X\"", $"\"X-{_study}\"", StringComparison.Ordinal));
        var made = answer.Json().GetProperty("Path").GetString()!;
        Assert.That(await _host.InstancesOf(made), Has.Count.EqualTo(Count));
        var deleted = await _host.Send(HttpMethod.Delete, made, null);
        Assert.That(deleted.Status, Is.EqualTo(200), deleted.ToString);
        Instances += Count;
    }

    // The new study replaces the old one, and the new patient the old one.
    private async Task AnonymizeAndDelete()
    {
        var end = await Run($"/studies/{_study}/anonymize", """{"Asynchronous": true, "KeepSource": false}""");
        Assert.That((await _host.Get($"/studies/{_study}")).Status, Is.EqualTo(404));
        _study = end.Content().GetProperty("ID").GetString()!;
        Instances += Count;
    }

    private async Task ModifyAndDelete()
    {
        var patient = await Patient();
        await Run(
            "/tools/bulk-modify",
            $$"""{"Asynchronous": true, "KeepSource": false, "Level": "Study", "Resources": ["{{_study}}"] }""");
        Assert.That((await _host.Get($"/studies/{_study}")).Status, Is.EqualTo(404));
        _study = (await _host.Get($"/patients/{patient}")).Json().GetProperty("Studies").Strings().Single();
        Instances += Count;
    }

    private async Task SplitAndMerge()
    {
        var series = (await _host.Get($"/studies/{_study}")).Json().GetProperty("Series").Strings();
        var split = await Run($"/studies/{_study}/split", $$"""{"Asynchronous": true, "Series": ["{{series[0]}}"]}""");
        var part = split.Content().GetProperty("TargetStudy").GetString()!;
        Assert.That(await CountOf(part) + await CountOf(_study), Is.EqualTo(Count));
        await Run($"/studies/{_study}/merge", $$"""{"Asynchronous": true, "Resources": ["{{part}}"]}""");
        Instances += Count;
    }

    private async Task<JsonElement> Run(string route, string body)
    {
        var job = (await Post(route, body)).Json().GetProperty("ID").GetString()!;
        var end = await _host.WaitForJob(job, state => state.State() is "Success" or "Failure", Patience);
        Assert.That(end.State(), Is.EqualTo("Success"), end.ToString);
        return end;
    }

    private async Task<Answer> Post(string route, string body)
    {
        var answer = await _host.Post(route, body);
        Assert.That(answer.Status, Is.EqualTo(200), () => $"{route} {body}: {answer}");
        Requests++;
        return answer;
    }

    private async Task<string> Patient() =>
        (await _host.Get($"/studies/{_study}")).Json().GetProperty("ParentPatient").GetString()!;

    private async Task<int> CountOf(string study) => (await _host.InstancesOf($"/studies/{study}")).Count;
}
