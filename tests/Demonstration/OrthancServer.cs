// SPDX-License-Identifier: GPL-3.0-or-later

using System.Net;
using System.Text;
using System.Text.Json;
using OrthancDeid.Dicom;

namespace OrthancDeid.Demonstration;

/// <summary>The REST routes of Orthanc that the demonstration calls.</summary>
internal sealed class OrthancServer(Uri address) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = address };

    /// <summary>The plugins that are loaded.</summary>
    public async Task<IReadOnlyList<string>> PluginsAsync()
    {
        using var answer = JsonDocument.Parse(await _client.GetByteArrayAsync(new Uri("plugins", UriKind.Relative)));
        return [.. answer.RootElement.EnumerateArray().Select(name => name.GetString() ?? "")];
    }

    /// <summary>Stores a file.</summary>
    /// <returns>The id of the instance; null if Orthanc does not accept the file.</returns>
    public async Task<string?> StoreAsync(Stream file)
    {
        using var content = new StreamContent(file);
        using var answer = await _client.PostAsync(new Uri("instances", UriKind.Relative), content);
        // 400: not a DICOM file; 404: a file without an identifier.
        if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound)
        {
            return null;
        }

        answer.EnsureSuccessStatusCode();
        using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        // The answer to a ZIP archive is an array.
        return json.RootElement.ValueKind == JsonValueKind.Object
            ? json.RootElement.GetProperty("ID").GetString() : null;
    }

    /// <summary>The file of an instance, as it was stored.</summary>
    public Task<byte[]> FileAsync(string instance) =>
        _client.GetByteArrayAsync(new Uri($"instances/{instance}/file", UriKind.Relative));

    /// <summary>Anonymizes an instance.</summary>
    /// <returns>The new file; it is not stored.</returns>
    /// <exception cref="HttpRequestException">The request is refused; the message ends with the body of the
    /// answer.</exception>
    public async Task<byte[]> AnonymizeAsync(string instance, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync(new Uri($"instances/{instance}/anonymize", UriKind.Relative),
            content);
        return answer.IsSuccessStatusCode
            ? await answer.Content.ReadAsByteArrayAsync()
            : throw new HttpRequestException(
                $"the anonymization is answered with {(int)answer.StatusCode}: "
                    + $"{await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Adds Orthanc's names of the tags of an instance.</summary>
    public async Task AddNamesAsync(string instance, Dictionary<DicomTag, string> names)
    {
        using var answer = JsonDocument.Parse(
            await _client.GetByteArrayAsync(new Uri($"instances/{instance}/tags", UriKind.Relative)),
            new JsonDocumentOptions { MaxDepth = 10_000 });
        var pending = new Stack<JsonElement>([answer.RootElement]);
        while (pending.TryPop(out var dataset))
        {
            foreach (var member in dataset.EnumerateObject())
            {
                if (DicomTag.TryParse(member.Name, out var tag) && !tag.IsPrivate)
                {
                    names.TryAdd(tag, member.Value.GetProperty("Name").GetString() ?? "");
                }

                var value = member.Value.GetProperty("Value");
                if (value.ValueKind == JsonValueKind.Array)
                {
                    foreach (var item in value.EnumerateArray())
                    {
                        pending.Push(item);
                    }
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
