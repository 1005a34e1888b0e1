// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Notes;

/// <summary>What the host stores about a resource besides its DICOM files: metadata and labels.</summary>
internal static class ResourceNotes
{
    private const int Attempts = 5;

    /// <summary>Reads a metadata.</summary>
    /// <returns>
    /// The value; null if the resource has none, or does not exist: Orthanc gives the same answer for both.
    /// </returns>
    /// <exception cref="OrthancException">The host cannot read it. This must not be taken for a missing value.</exception>
    public static NativeBuffer? ReadMetadata(ResourceLevel level, string id, string name)
    {
        var code = HostRest.TryGetBytes($"{ResourceTree.Path(level, id)}/metadata/{name}", out var value);
        return code switch
        {
            OrthancErrorCode.Success => value,
            OrthancErrorCode.UnknownResource or OrthancErrorCode.InexistentItem => null,
            _ => throw new OrthancException(
                code, $"Orthanc cannot read the metadata {name} of {ResourceTree.Path(level, id)}."),
        };
    }

    /// <summary>Writes a metadata, replacing an earlier one.</summary>
    /// <exception cref="OrthancException">The host refuses it.</exception>
    public static void WriteMetadata(ResourceLevel level, string id, string name, string value) =>
        WriteMetadata(level, id, name, Encoding.UTF8.GetBytes(value));

    /// <summary>Writes a metadata, replacing an earlier one.</summary>
    /// <exception cref="OrthancException">The host refuses it.</exception>
    public static void WriteMetadata(ResourceLevel level, string id, string name, ReadOnlySpan<byte> value)
    {
        var uri = $"{ResourceTree.Path(level, id)}/metadata/{name}";
        var code = HostRest.TryPut(uri, value);
        for (var attempt = 1; code == OrthancErrorCode.Revision && attempt <= Attempts; attempt++)
        {
            // With CheckRevisions, a request must name the revision to replace. Another job may be faster again.
            code = HostRest.TryPut(uri, value, HostRest.Revision(uri));
        }

        if (code != OrthancErrorCode.Success)
        {
            throw new OrthancException(code, $"Orthanc refuses the metadata {name} of {ResourceTree.Path(level, id)}.");
        }
    }

    /// <summary>Copies the labels of a resource to another one.</summary>
    /// <exception cref="OrthancException">The host cannot list a label, or refuses it.</exception>
    public static void CopyLabels(ResourceLevel level, string from, string to)
    {
        foreach (var label in HostRest.Get($"{ResourceTree.Path(level, from)}/labels").EnumerateArray())
        {
            WriteLabel(level, to, label.GetString()!);
        }
    }

    /// <summary>Adds a label to a resource, which may have it already.</summary>
    /// <exception cref="OrthancException">The host refuses it.</exception>
    public static void WriteLabel(ResourceLevel level, string id, string label)
    {
        var code = HostRest.TryPut($"{ResourceTree.Path(level, id)}/labels/{label}", string.Empty);
        if (code != OrthancErrorCode.Success)
        {
            throw new OrthancException(code, $"Orthanc refuses a label of {ResourceTree.Path(level, id)}.");
        }
    }
}
