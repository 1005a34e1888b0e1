// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text.Json;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Notes;

/// <summary>
/// What is attached to a resource but not part of its files: labels, the metadata and attachments of users and other
/// plugins, and the resource's origin. The host's own metadata about a file and its reception are not included.
/// </summary>
internal sealed class KeptNotes : IDisposable
{
    // Lower numbers are the host's own metadata and attachments (Orthanc Book, "Metadata" and "Attachments").
    private const int FirstOfUsers = 1024;

    // The metadata of the host with the origin of a resource, by their numbers.
    private static readonly Dictionary<int, string> Origins = new()
    {
        [3] = "RemoteAET",
        [5] = "ModifiedFrom",
        [6] = "AnonymizedFrom",
    };

    // Orthanc 1.10.1 lists names, not numbers. These are the names of its own metadata, and all others belong to users.
    private static readonly HashSet<string> OwnNames = new(StringComparer.Ordinal)
    {
        "AnonymizedFrom", "CalledAET", "ExpectedNumberOfInstances", "HttpHost", "HttpUsername", "IndexInSeries", "LastUpdate",
        "ModifiedFrom", "Origin", "PixelDataOffset", "ReceptionDate", "RemoteAET", "RemoteIP", "SopClassUid",
        "TransferSyntax",
    };

    private readonly string _path;

    /// <summary>Makes empty notes for a resource.</summary>
    public KeptNotes(ResourceLevel level, string id)
    {
        Level = level;
        Id = id;
        _path = ResourceTree.Path(level, id);
    }

    /// <summary>The level of the resource.</summary>
    public ResourceLevel Level { get; }

    /// <summary>Orthanc's identifier of the resource.</summary>
    public string Id { get; }

    /// <summary>The labels.</summary>
    public List<string> Labels { get; } = [];

    /// <summary>The metadata, by their names or numbers.</summary>
    public Dictionary<string, NativeBuffer> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>The attachments, by their names or numbers; null until <see cref="ReadAttachments"/>.</summary>
    public Dictionary<string, NativeBuffer?> Attachments { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// The numbers of the files that hold attachments, by the names of the attachments. Those in memory have none.
    /// </summary>
    public Dictionary<string, int> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether nothing is attached to the resource.</summary>
    public bool IsEmpty => Labels.Count == 0 && Metadata.Count == 0 && Attachments.Count == 0;

    /// <summary>Reads what is attached to a resource, but only the names of attachments.</summary>
    /// <param name="level">The level of the resource.</param>
    /// <param name="resource">The resource in the host's index.</param>
    /// <exception cref="OrthancException">The host does not answer.</exception>
    public static KeptNotes Read(ResourceLevel level, JsonElement resource)
    {
        var notes = new KeptNotes(level, resource.GetProperty("ID").GetString()!);
        try
        {
            if (OrthancHost.Features.HasLabels)
            {
                var labels = resource.TryGetProperty("Labels", out var listed)
                    ? listed : HostRest.Get($"{notes._path}/labels");
                notes.Labels.AddRange(labels.EnumerateArray().Select(label => label.GetString()!));
            }

            foreach (var name in notes.MetadataNames() ?? [])
            {
                // Somebody may have deleted it by now.
                if (ResourceNotes.ReadMetadata(level, notes.Id, name) is { } value)
                {
                    notes.Metadata[name] = value;
                }
            }

            foreach (var name in notes.AttachmentNames())
            {
                notes.Attachments[name] = null;
            }

            return notes;
        }
        catch
        {
            notes.Dispose();
            throw;
        }
    }

    /// <summary>Reads the attachments themselves, one after the other.</summary>
    /// <param name="keep">Keeps an attachment; returns the number of its file, or null if it stays in memory.</param>
    /// <exception cref="OrthancException">The host cannot read an attachment, or it cannot be kept.</exception>
    public void ReadAttachments(Func<NativeBuffer, (NativeBuffer Content, int? File)> keep)
    {
        foreach (var name in Attachments.Keys.ToList())
        {
            var code = HostRest.TryGetBytes($"{_path}/attachments/{name}/data", out var content);
            if (code != OrthancErrorCode.Success)
            {
                throw new OrthancException(
                    code, $"Orthanc cannot read the attachment {name} of {_path}, which would be lost.");
            }

            (Attachments[name], var file) = keep(content!);
            if (file is { } number)
            {
                Files[name] = number;
            }
        }
    }

    /// <summary>
    /// Puts back what the resource no longer has. What it has is left alone, since somebody may have written it in the
    /// meantime.
    /// </summary>
    /// <returns>Whether the resource exists.</returns>
    /// <exception cref="OrthancException">The host refuses it.</exception>
    public bool PutBack()
    {
        if (MetadataNames() is not { } there)
        {
            // Somebody has deleted the resource.
            return false;
        }

        foreach (var label in Labels)
        {
            ResourceNotes.WriteLabel(Level, Id, label);
        }

        foreach (var (name, value) in Metadata)
        {
            if (!there.Contains(name) || IsBlank(name))
            {
                ResourceNotes.WriteMetadata(Level, Id, name, value.AsSpan());
            }
        }

        var attached = Attachments.Count > 0 ? AttachmentNames() : [];
        foreach (var (name, content) in Attachments)
        {
            if (content is null || attached.Contains(name))
            {
                continue;
            }

            var code = HostRest.TryPut($"{_path}/attachments/{name}", content);
            if (code != OrthancErrorCode.Success)
            {
                throw new OrthancException(code, $"Orthanc refuses the attachment {name} of {_path}.");
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var bytes in Metadata.Values.Concat(Attachments.Values))
        {
            bytes?.Dispose();
        }
    }

    // The RemoteAET of a series that the host has just created is meaningless.
    private bool IsBlank(string name)
    {
        using var value = ResourceNotes.ReadMetadata(Level, Id, name);
        return value is { Length: 0 };
    }

    /// <summary>The metadata to keep; null if there is no such resource.</summary>
    private List<string>? MetadataNames()
    {
        var code = HostRest.TryGet($"{_path}/metadata?numeric", out var all);
        return code switch
        {
            OrthancErrorCode.Success => [.. all.EnumerateArray().Select(KeptName).OfType<string>()],
            OrthancErrorCode.UnknownResource => null,
            _ => throw new OrthancException(code, $"Orthanc cannot list the metadata of {_path}."),
        };
    }

    private string? KeptName(JsonElement metadata)
    {
        if (metadata.ValueKind == JsonValueKind.String)
        {
            return OwnNames.Contains(metadata.GetString()!) ? null : metadata.GetString();
        }

        var number = metadata.GetInt32();
        if (number >= FirstOfUsers)
        {
            return number.ToString(CultureInfo.InvariantCulture);
        }

        // The sender of an instance belongs to its old file, so it is not kept. A series keeps its sender.
        return OrthancHost.Features.TakesOrigins && Origins.TryGetValue(number, out var name)
            && (Level != ResourceLevel.Instance || name != "RemoteAET") ? name : null;
    }

    private List<string> AttachmentNames()
    {
        var code = HostRest.TryGet($"{_path}/attachments?full", out var all);
        return code switch
        {
            OrthancErrorCode.Success =>
                [.. all.EnumerateObject().Where(one => one.Value.GetInt32() >= FirstOfUsers).Select(one => one.Name)],
            OrthancErrorCode.UnknownResource => [],
            _ => throw new OrthancException(code, $"Orthanc cannot list the attachments of {_path}."),
        };
    }
}
