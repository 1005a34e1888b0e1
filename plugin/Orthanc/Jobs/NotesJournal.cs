// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using OrthancDeid.Deidentification;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Resources;

namespace OrthancDeid.Orthanc.Jobs;

/// <summary>
/// Keeps in the database of the host what hangs on resources while new instances take their places: if the host is killed
/// then, it is put back after the next start, whether the job goes on or not. Thread-safe.
/// </summary>
internal sealed class NotesJournal(ILogger logger)
{
    private const string Mark = "OrthancDeidNotes";
    private const int Version = 1;

    // Larger attachments are only in memory meanwhile: the database of the host is no place for them.
    private const long LargestAttachments = 16 << 20;

    private readonly JobJournal _journal = new(logger, countProperty: 25703, firstProperty: 0x4F45_0000, KeyOf);
    private readonly Lock _lock = new();
    private volatile bool _isTakenUp;

    /// <summary>Puts back what an earlier run of the host has not. Does nothing from the second call on.</summary>
    /// <exception cref="OrthancException">The host cannot read the journal.</exception>
    public void TakeUp()
    {
        if (_isTakenUp)
        {
            return;
        }

        lock (_lock)
        {
            foreach (var state in _isTakenUp ? [] : _journal.States())
            {
                TakeUp(state);
            }

            _isTakenUp = true;
        }
    }

    /// <summary>Keeps what hangs on some resources.</summary>
    /// <returns>What to call it by.</returns>
    /// <exception cref="OrthancException">The host cannot write it.</exception>
    public string Write(NotesList notes)
    {
        var key = Guid.NewGuid().ToString("N");
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteNumber(Mark, Version);
            json.WriteString("Key", key);
            json.WriteStartArray("Resources");
            var left = LargestAttachments;
            foreach (var one in notes)
            {
                Write(json, one, ref left);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        _journal.Write(key, output.WrittenSpan);
        return key;
    }

    /// <summary>Puts back what a resource no longer has, and forgets it.</summary>
    /// <exception cref="OrthancException">The host refuses it; it is tried again after the next start.</exception>
    public void PutBack(string key, NotesList notes)
    {
        foreach (var one in notes)
        {
            one.PutBack();
        }

        _journal.Remove(key);
    }

    /// <summary>Puts back what a resource no longer has; if the host refuses it, the log says so.</summary>
    public void TryPutBack(string key, NotesList notes)
    {
        try
        {
            PutBack(key, notes);
        }
        catch (OrthancException fault)
        {
            logger.NotesNotPutBack(fault.Message);
        }
    }

    private static string? KeyOf(string text) => JournalEntry.KeyOf(text, Mark, Version, "Key");

    private void TakeUp(string state)
    {
        try
        {
            using var notes = Read(state, out var key);
            TryPutBack(key, notes);
        }
        catch (Exception fault)
        {
            // It is ill-formed, and stays for whoever can read it. Others are put back.
            logger.NotesNotPutBack(fault.GetType().Name);
        }
    }

    private static void Write(Utf8JsonWriter json, KeptNotes notes, ref long left)
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
            if (content is not null && content.Length <= left)
            {
                left -= content.Length;
                json.WriteBase64String(name, content.AsSpan());
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static NotesList Read(string state, out string key)
    {
        using var document = JsonDocument.Parse(state);
        key = document.RootElement.GetProperty("Key").GetString()!;
        var list = new NotesList();
        try
        {
            foreach (var resource in document.RootElement.GetProperty("Resources").EnumerateArray())
            {
                var notes = new KeptNotes(
                    EnumName.Parse<ResourceLevel>(resource.GetProperty("Level").GetString()!),
                    resource.GetProperty("ID").GetString()!);
                list.Add(notes);
                Read(resource, notes);
            }

            return list;
        }
        catch
        {
            list.Dispose();
            throw;
        }
    }

    private static void Read(JsonElement resource, KeptNotes notes)
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
    }
}
