// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text.Json;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Notes;

/// <content>How an entry is written and read.</content>
internal sealed partial class NotesJournal
{
    private const string FilesMember = "Files";
    private const string ReplacesMember = "Replaces";
    private const string OrderMember = "Order";

    private void Write(string key, NotesList notes)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            Form.Write(json, key);
            json.WriteNumber(OrderMember, notes.Order);
            json.WriteStartArray("Resources");
            foreach (var one in notes)
            {
                Write(json, one);
            }

            json.WriteEndArray();
            notes.Edit?.WriteTo(json);
            if (notes.Replaces is { } job)
            {
                json.WriteString(ReplacesMember, job);
            }

            json.WriteEndObject();
        }

        _journal.Write(key, output.WrittenSpan);
    }

    /// <summary>
    /// Sorts entries from the newest to the oldest. A resource has several if the host refused to put one back. The newest
    /// has the newest metadata and comes first, since what a resource has by then is not replaced.
    /// </summary>
    private static List<string> NewestFirst(IEnumerable<string> states) => [.. states.OrderByDescending(OrderOf)];

    /// <summary>The number of an entry, which grows with each; 0 if it has none, as in version 0.1.0.</summary>
    private static long OrderOf(string state)
    {
        using var document = JsonDocument.Parse(state);
        return OrderOf(document.RootElement);
    }

    private static long OrderOf(JsonElement entry) =>
        entry.TryGetProperty(OrderMember, out var order) && order.ValueKind == JsonValueKind.Number
        && order.TryGetInt64(out var number) ? number : 0;

    private static void Write(Utf8JsonWriter json, KeptNotes notes)
    {
        json.WriteStartObject();
        json.WriteString("Level", notes.Level.ToString());
        json.WriteString("ID", notes.Id);
        json.WriteStartArray("Labels");
        foreach (var label in notes.Labels)
        {
            json.WriteStringValue(label);
        }

        json.WriteEndArray();
        json.WriteStartObject("Metadata");
        foreach (var (name, value) in notes.Metadata)
        {
            json.WriteBase64String(name, value.AsSpan());
        }

        json.WriteEndObject();
        json.WriteStartObject("Attachments");
        foreach (var (name, content) in notes.Attachments)
        {
            if (content is not null && !notes.Files.ContainsKey(name))
            {
                json.WriteBase64String(name, content.AsSpan());
            }
        }

        json.WriteEndObject();
        if (notes.Files.Count > 0)
        {
            json.WriteStartObject(FilesMember);
            foreach (var (name, number) in notes.Files)
            {
                json.WriteNumber(name, number);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private NotesList Read(string state, out string key)
    {
        using var document = JsonDocument.Parse(state);
        key = document.RootElement.GetProperty(Form.Key).GetString()!;
        var list = new NotesList
        {
            Edit = InPlaceEdit.ReadFrom(document.RootElement),
            Replaces = document.RootElement.TryGetProperty(ReplacesMember, out var job) ? job.GetString() : null,
            Order = OrderOf(document.RootElement),
        };
        var files = new AttachmentFiles(temporaryFolder, key);
        try
        {
            foreach (var resource in document.RootElement.GetProperty("Resources").EnumerateArray())
            {
                var notes = new KeptNotes(
                    EnumName.Parse<ResourceLevel>(resource.GetProperty("Level").GetString()!),
                    resource.GetProperty("ID").GetString()!);
                list.Add(notes);
                Read(resource, notes, files);
            }

            return list;
        }
        catch
        {
            list.Dispose();
            throw;
        }
    }

    private static void Read(JsonElement resource, KeptNotes notes, AttachmentFiles files)
    {
        notes.Labels.AddRange(ResourceTree.Children(resource, "Labels"));
        foreach (var entry in resource.GetProperty("Metadata").EnumerateObject())
        {
            notes.Metadata[entry.Name] = NativeBuffer.CopyOf(entry.Value.GetBytesFromBase64());
        }

        foreach (var entry in resource.GetProperty("Attachments").EnumerateObject())
        {
            notes.Attachments[entry.Name] = NativeBuffer.CopyOf(entry.Value.GetBytesFromBase64());
        }

        if (resource.TryGetProperty(FilesMember, out var kept))
        {
            foreach (var entry in kept.EnumerateObject())
            {
                notes.Attachments[entry.Name] = files.Read(entry.Value.GetInt32());
            }
        }
    }
}
