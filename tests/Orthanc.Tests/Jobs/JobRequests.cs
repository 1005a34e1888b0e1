// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Jobs;

/// <summary>Requests of tests about the jobs and resources of a host.</summary>
internal static class JobRequests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Submits a job without waiting for it.</summary>
    /// <param name="host">The host.</param>
    /// <param name="route">The route.</param>
    /// <param name="body">The body, which asks for an asynchronous job.</param>
    /// <returns>The identifier of the job.</returns>
    public static async Task<string> Submit(this OrthancHost host, string route, string body)
    {
        var answer = await host.Post(route, body);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        var id = answer.Json().GetProperty("ID").GetString()!;
        Assert.That(answer.Json().GetProperty("Path").GetString(), Is.EqualTo($"/jobs/{id}"));
        return id;
    }

    /// <summary>A job as the host shows it.</summary>
    public static async Task<JsonElement> Job(this OrthancHost host, string id)
    {
        var answer = await host.Get($"/jobs/{id}");
        Assert.That(answer.Status, Is.EqualTo(200), () => $"job {id}: {answer}\n{host.Log}");
        return answer.Json();
    }

    /// <summary>Waits until a job meets a condition.</summary>
    public static async Task<JsonElement> WaitForJob(
        this OrthancHost host, string id, Func<JsonElement, bool> condition, TimeSpan? patience = null)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var job = await host.Job(id);
            if (condition(job))
            {
                return job;
            }

            Assert.That(watch.Elapsed, Is.LessThan(patience ?? OrthancHost.Patience), () => $"{job}\n{host.Log}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Waits until a job has ended.</summary>
    public static Task<JsonElement> WaitForEnd(this OrthancHost host, string id) =>
        host.WaitForJob(id, job => State(job) is "Success" or "Failure");

    /// <summary>The state of a job.</summary>
    public static string State(this JsonElement job) => job.GetProperty("State").GetString()!;

    /// <summary>The member <c>Content</c> of a job.</summary>
    public static JsonElement Content(this JsonElement job) => job.GetProperty("Content");

    /// <summary>The number of instances in the host.</summary>
    public static async Task<int> CountInstances(this OrthancHost host) =>
        (await host.Get("/statistics")).Json().GetProperty("CountInstances").GetInt32();

    /// <summary>The members of an array of strings.</summary>
    public static IReadOnlyList<string> Strings(this JsonElement array) =>
        [.. array.EnumerateArray().Select(entry => entry.GetString()!)];

    /// <summary>The identifiers of all instances of a resource.</summary>
    public static async Task<IReadOnlyList<string>> InstancesOf(this OrthancHost host, string path) =>
        [.. (await host.Get($"{path}/instances")).Json().EnumerateArray()
            .Select(instance => instance.GetProperty("ID").GetString()!)];

    /// <summary>A main DICOM tag of a resource.</summary>
    public static async Task<string?> MainTag(this OrthancHost host, string path, string keyword) =>
        (await host.Get(path)).Json().GetProperty("MainDicomTags").TryGetProperty(keyword, out var value)
            ? value.GetString() : null;

    /// <summary>The number in the new name of the patient that a job created: 7 in <c>Anonymized7</c>.</summary>
    /// <param name="host">The host.</param>
    /// <param name="answer">The answer of the job.</param>
    public static async Task<int> NameNumber(this OrthancHost host, Answer answer)
    {
        var patient = answer.Json().GetProperty("PatientID").GetString();
        var name = await host.MainTag($"/patients/{patient}", "PatientName");
        return int.Parse(name!["Anonymized".Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>A metadata value of a resource; null if it has none.</summary>
    public static async Task<string?> Metadata(this OrthancHost host, string path, string name)
    {
        var answer = await host.Get($"{path}/metadata/{name}");
        return answer.Status == 200 ? answer.Text : null;
    }
}
