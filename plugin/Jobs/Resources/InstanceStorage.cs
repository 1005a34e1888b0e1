// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;
using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Resources;

/// <summary>Stores instances in the host, and deletes them.</summary>
internal static unsafe class InstanceStorage
{
    private const int Attempts = 3;

    private static readonly DicomTag SOPClassUID = new(0x0008_0016);
    private static readonly DicomTag SourceImageSequence = new(0x0008_2112);
    private static readonly DicomTag ReferencedSOPInstanceUID = new(0x0008_1155);
    private static readonly DicomTag LossyImageCompression = new(0x0028_2110);

    // Some hosts may crash if one thread deletes while another one stores. With them, the threads take turns.
    private static readonly Lock? OneAtATime = OrthancHost.Features.DeletesWhileItStores ? null : new Lock();

    /// <summary>The size of the file of an instance, in bytes.</summary>
    /// <exception cref="OrthancException">There is no such instance, or the index cannot be read.</exception>
    public static long Size(string id)
    {
        var code = HostRest.TryGet($"/instances/{id}/attachments/dicom/size", out var size);
        return code switch
        {
            OrthancErrorCode.Success => size.GetInt64(),
            OrthancErrorCode.UnknownResource => throw new OrthancException(code, $"There is no instance {id}."),
            _ => throw new OrthancException(code, $"Orthanc cannot tell the size of instance {id}."),
        };
    }

    /// <summary>Whether the host has an instance.</summary>
    /// <exception cref="OrthancException">The index cannot be read.</exception>
    public static bool Exists(string id)
    {
        var code = HostRest.TryGet(ResourceTree.Path(ResourceLevel.Instance, id), out _);
        return code switch
        {
            OrthancErrorCode.Success => true,
            OrthancErrorCode.UnknownResource => false,
            _ => throw new OrthancException(code, $"Orthanc cannot tell whether it has instance {id}."),
        };
    }

    /// <summary>The mark of the host's file of an instance; null if there is no such instance.</summary>
    /// <exception cref="OrthancException">The index cannot be read.</exception>
    public static FileMark? FileOf(string id)
    {
        var code = HostRest.TryGet($"/instances/{id}/attachments/dicom/info", out var info);
        return code switch
        {
            OrthancErrorCode.Success => FileMark.Of(info),
            OrthancErrorCode.UnknownResource => null,
            _ => throw new OrthancException(code, $"Orthanc cannot tell which file it has of instance {id}."),
        };
    }

    /// <summary>Stores a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="isOwn">
    /// Whether only the caller can have made an existing instance with these identifiers. If its content differs, it is
    /// then replaced: the host may have transcoded it, or another version of the plugin may have made it before a restart.
    /// </param>
    /// <returns>The host's instance with these identifiers, whose content is now that of the file.</returns>
    /// <exception cref="OrthancException">
    /// The host does not store it, or keeps another file with the same identifiers (<c>OverwriteInstances</c>).
    /// </exception>
    public static StoredInstance Store(NativeBuffer file, bool isOwn)
    {
        var answer = InTurn(() => Post(file));
        var status = answer.GetProperty("Status").GetString();
        if (isOwn && status == "AlreadyStored" && !HasContent(Text(answer, "ID"), file))
        {
            Delete(Text(answer, "ID"));
            answer = InTurn(() => Post(file));
            status = answer.GetProperty("Status").GetString();
        }

        if (status == "FilteredOut")
        {
            throw new OrthancException(
                OrthancErrorCode.CannotStoreInstance, "A filter of Orthanc refuses the new instance.");
        }

        var stored = new StoredInstance(
            Text(answer, "ID"),
            new IndexedSeries(
                Text(answer, "ParentSeries"), Text(answer, "ParentStudy"), Text(answer, "ParentPatient")))
        {
            WasThere = !isOwn && status == "AlreadyStored",
        };
        return status == "Success" || (status == "AlreadyStored" && HasContent(stored.Id, file))
            ? stored
            : throw new OrthancException(
                OrthancErrorCode.CannotStoreInstance,
                $"Orthanc does not store the new instance, for it has instance {stored.Id} with the same identifiers, "
                    + "and its configuration has not set OverwriteInstances to true.");
    }

    /// <summary>
    /// Checks that the host has stored an instance as intended: with the same bytes or, if the host transcodes what it
    /// stores, as a readable file of the same object.
    /// </summary>
    /// <param name="id">The identifier of the instance in the host.</param>
    /// <param name="expected">The intended file.</param>
    /// <param name="settings">How both files are read.</param>
    /// <exception cref="OrthancException">The host cannot read it back, or it is different.</exception>
    public static void Verify(string id, NativeBuffer expected, ReadingSettings settings)
    {
        using var stored = OrthancHost.ReadInstance(id);
        if (AreEqual(stored, expected))
        {
            return;
        }

        using var file = DicomFile.Parse(stored, settings);
        using var original = DicomFile.Parse(expected, settings);
        if (file.TransferSyntax.Equals(original.TransferSyntax) || !IsSameObject(file.Dataset, original.Dataset))
        {
            throw new OrthancException(
                OrthancErrorCode.CorruptedFile, $"Instance {id} was stored, but reads back as something else.");
        }
    }

    /// <summary>Deletes an instance; it is not an error if it is gone already.</summary>
    /// <exception cref="OrthancException">The host cannot delete it.</exception>
    public static void Delete(string id)
    {
        var code = InTurn(() => HostRest.TryDelete(ResourceTree.Path(ResourceLevel.Instance, id)));
        if (code is not (OrthancErrorCode.Success or OrthancErrorCode.UnknownResource))
        {
            throw new OrthancException(code, $"Orthanc cannot delete instance {id}.");
        }
    }

    private static JsonElement Post(NativeBuffer file)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return HostRest.Post("/instances", file);
            }
            catch (OrthancException fault) when (
                OneAtATime is not null && fault.Code == OrthancErrorCode.InternalError && attempt < Attempts)
            {
                // A client may have deleted another instance meanwhile, and with it the folder for this one.
            }
        }
    }

    private static T InTurn<T>(Func<T> use)
    {
        if (OneAtATime is null)
        {
            return use();
        }

        lock (OneAtATime)
        {
            return use();
        }
    }

    /// <summary>Whether the file of an instance has certain bytes.</summary>
    /// <exception cref="OrthancException">The host cannot read it.</exception>
    public static bool HasContent(string id, NativeBuffer expected)
    {
        using var stored = OrthancHost.ReadInstance(id);
        return AreEqual(stored, expected);
    }

    private static bool AreEqual(NativeBuffer left, NativeBuffer right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        // A file can be longer than a span.
        for (long offset = 0; offset < left.Length; offset += int.MaxValue)
        {
            var length = (int)Math.Min(int.MaxValue, left.Length - offset);
            if (!left.AsSpan(offset, length).SequenceEqual(right.AsSpan(offset, length)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSameObject(DicomDataset stored, DicomDataset original) =>
        AreEqual(stored, original, DicomTag.PatientID) && AreEqual(stored, original, DicomTag.StudyInstanceUID)
        && AreEqual(stored, original, DicomTag.SeriesInstanceUID) && AreEqual(stored, original, SOPClassUID)
        && (AreEqual(stored, original, DicomTag.SOPInstanceUID) || IsLossyCopy(stored, original));

    /// <summary>
    /// Whether a lossy codec of the host has made the stored object from the original one. The new object then has its
    /// own SOP Instance UID, and names the original as its source (PS3.3 C.7.6.1.1.5).
    /// </summary>
    private static bool IsLossyCopy(DicomDataset stored, DicomDataset original)
    {
        if (stored.GetText(LossyImageCompression) != "01" || !stored.TryGet(SourceImageSequence, out var element)
            || element.Sequence is not { } sources)
        {
            return false;
        }

        for (var i = 0; i < sources.Count; i++)
        {
            if (AreEqual(sources[i], ReferencedSOPInstanceUID, original, DicomTag.SOPInstanceUID))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AreEqual(DicomDataset left, DicomDataset right, DicomTag tag) => AreEqual(left, tag, right, tag);

    private static bool AreEqual(DicomDataset left, DicomTag ofLeft, DicomDataset right, DicomTag ofRight) =>
        left.GetText(ofLeft) == right.GetText(ofRight);

    private static string Text(JsonElement answer, string member) => answer.GetProperty(member).GetString()!;
}
