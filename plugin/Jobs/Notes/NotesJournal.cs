// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;

namespace OrthancDeid.Jobs.Notes;

/// <summary>
/// Keeps in the database of the host what is attached to resources while these are overwritten: if the host is killed
/// meanwhile, it is put back after the next start, whether the job goes on or not. Thread-safe.
/// </summary>
/// <param name="temporaryFolder">The folder for files that hold large attachments.</param>
/// <param name="logger">Logs faults.</param>
internal sealed class NotesJournal(string temporaryFolder, ILogger logger)
{
    /// <summary>The form of an entry.</summary>
    public static readonly StateForm Form = new(
        "record of labels, metadata and attachments", Mark: "OrthancDeidNotes", Key: "Key", Oldest: 1, Newest: 1);

    private const string FilesMember = "Files";

    // The limit beyond which attachments are kept in files, and not in the database of the host or in memory.
    private const long LargestAttachments = 16 << 20;

    private readonly JobJournal _journal = new(logger, countProperty: 25703, firstProperty: 0x4F45_0000, Form);
    private readonly Lock _lock = new();
    private volatile bool _isTakenUp;

    /// <summary>Puts back what an earlier run of the host has left. Only the first call does anything.</summary>
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

    /// <summary>Reads the attachments of some resources, and keeps everything that is attached to these.</summary>
    /// <returns>The key of the entry.</returns>
    /// <exception cref="OrthancException">The host cannot read or write it; nothing is kept.</exception>
    public string Write(NotesList notes)
    {
        var key = Guid.NewGuid().ToString("N");
        try
        {
            ReadAttachments(key, notes);
            Write(key, notes);
            return key;
        }
        catch
        {
            Remove(key);
            throw;
        }
    }

    private void ReadAttachments(string key, NotesList notes)
    {
        var files = new AttachmentFiles(temporaryFolder, key);
        var left = LargestAttachments;
        var isKnown = false;
        foreach (var one in notes)
        {
            one.ReadAttachments(content =>
            {
                if (content.Length <= left)
                {
                    left -= content.Length;
                    return (content, null);
                }

                if (!isKnown)
                {
                    // First, so that the files are deleted in any case.
                    Write(key, []);
                    isKnown = true;
                }

                return (files.Write(content, out var number), number);
            });
        }
    }

    private void Write(string key, NotesList notes)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            Form.Write(json, key);
            json.WriteStartArray("Resources");
            foreach (var one in notes)
            {
                Write(json, one);
            }

            json.WriteEndArray();
            notes.Edit?.WriteTo(json);
            json.WriteEndObject();
        }

        _journal.Write(key, output.WrittenSpan);
    }

    /// <summary>Puts back what a resource no longer has, and removes the entry.</summary>
    /// <exception cref="OrthancException">The host refuses it; it is tried again after the next start.</exception>
    public void PutBack(string key, NotesList notes)
    {
        foreach (var one in notes)
        {
            one.PutBack();
        }

        notes.Edit?.NoteIfDone();
        Remove(key);
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

    private void Remove(string key)
    {
        try
        {
            new AttachmentFiles(temporaryFolder, key).Delete();
            _journal.Remove(key);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // All is put back; the files are deleted after the next start.
            logger.NotesNotPutBack(fault.GetType().Name);
        }
    }

    private void TakeUp(string state)
    {
        try
        {
            using var notes = Read(state, out var key);
            TryPutBack(key, notes);
        }
        catch (Exception fault)
        {
            // It is ill-formed, and stays for a version that can read it. Others are put back.
            logger.NotesNotPutBack(fault.GetType().Name);
        }
    }

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
        var list = new NotesList { Edit = InPlaceEdit.ReadFrom(document.RootElement) };
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
