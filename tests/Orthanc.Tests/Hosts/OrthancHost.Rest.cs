// SPDX-License-Identifier: GPL-3.0-or-later

using System.Net.Http.Headers;
using System.Text;
using NUnit.Framework;

namespace OrthancDeid.Orthanc.Tests.Hosts;

/// <content>The REST API.</content>
internal sealed partial class OrthancHost
{
    /// <summary>GET of a path.</summary>
    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path, null);

    /// <summary>POST of bytes.</summary>
    public Task<Answer> Post(string path, byte[] body) => Send(HttpMethod.Post, path, body);

    /// <summary>POST of text, as UTF-8.</summary>
    public Task<Answer> Post(string path, string body) => Post(path, Encoding.UTF8.GetBytes(body));

    /// <summary>POST of text by a user with a password; other requests are those of the first registered user.</summary>
    public Task<Answer> PostAs(string user, string password, string path, string body) =>
        Send(HttpMethod.Post, path, Encoding.UTF8.GetBytes(body), authorization: Basic(user, password));

    /// <summary>GET by a user with a password.</summary>
    public Task<Answer> GetAs(string user, string password, string path) =>
        Send(HttpMethod.Get, path, null, authorization: Basic(user, password));

    /// <summary>A request with any method; it can be cancelled.</summary>
    /// <exception cref="HttpRequestException">Orthanc did not answer. If it has ended, the message contains its
    /// log.</exception>
    public async Task<Answer> Send(
        HttpMethod method, string path, byte[]? body, AuthenticationHeaderValue? authorization = null,
        CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = authorization;
        request.Content = body is null ? null : new ByteArrayContent(body);
        if (_hasPlugins && body is not null && path == "/instances")
        {
            PatientData.AddOf(body);
        }

        using var response = await SendToLiving(request, cancellation);
        var answer = new Answer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType ?? string.Empty,
            string.Join(',', response.Content.Headers.Allow),
            await response.Content.ReadAsByteArrayAsync(cancellation))
        {
            Mapping = response.Headers.TryGetValues("Deid-Mapping", out var mapping) ? mapping.Single() : null,
            Ignored = response.Headers.TryGetValues("Deid-Ignored", out var ignored) ? ignored.Single() : null,
        };
        if (_hasPlugins && (answer.Status >= 400 || IsOfFailedJob(path, answer)))
        {
            AssertNoPatientData(answer.Text, Encoding.UTF8.GetBytes(path), body);
            AssertNoPatientDataInLog();
            PlainWords.AssertIn(answer);
        }

        return answer;
    }

    /// <summary>Stores a DICOM file.</summary>
    /// <returns>Orthanc's identifier of the instance, or the reason why Orthanc refuses the file.</returns>
    public async Task<(string? Instance, string Refusal)> TryStore(byte[] file)
    {
        var answer = await Post("/instances", file);
        return answer.Status == 200
            ? (answer.Json().GetProperty("ID").GetString(), string.Empty)
            : (null, $"{answer.Error("HttpStatus")}/{answer.Error("OrthancStatus")} {answer.Error("Details")}");
    }

    /// <summary>Stores a DICOM file that Orthanc must accept.</summary>
    /// <returns>Orthanc's identifier of the instance.</returns>
    public async Task<string> Store(byte[] file)
    {
        var (instance, refusal) = await TryStore(file);
        Assert.That(instance, Is.Not.Null, () => $"Orthanc {Version} refuses the file: {refusal}");
        return instance!;
    }

    /// <summary>Anonymizes or modifies an instance.</summary>
    /// <param name="instance">Orthanc's identifier of the instance.</param>
    /// <param name="operation"><c>anonymize</c> or <c>modify</c>.</param>
    /// <param name="request">The body.</param>
    public Task<Answer> Ask(string instance, string operation, string request) =>
        Post($"/instances/{instance}/{operation}", request);

    private static AuthenticationHeaderValue Basic(string user, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    private static bool IsOfFailedJob(string path, Answer answer) =>
        path.StartsWith("/jobs/", StringComparison.Ordinal)
        && answer.Text.Contains("\"Failure\"", StringComparison.Ordinal);

    private async Task<HttpResponseMessage> SendToLiving(
        HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await _http.SendAsync(request, cancellation);
        }
        catch (HttpRequestException fault) when (_process.WaitForExit(TimeSpan.FromSeconds(1)))
        {
            throw new HttpRequestException($"Orthanc {Version} has ended with {_process.ExitCode}:\n{Log}", fault);
        }
    }
}
