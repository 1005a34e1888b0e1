// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Pixels;
using OrthancDeid.Deidentification.Requests.Subjects;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests;

/// <content>Parsing. Its order decides which error a client gets.</content>
public sealed partial class ModificationRequest
{
    private const string DefaultDicomVersion = "2023b";

    /// <summary>The first edition that Orthanc does not know, so that no client relies on its shorter record.</summary>
    private const string EditionWithRecord = "2024e";

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="operation">What the route does.</param>
    /// <param name="host">The host's settings.</param>
    /// <param name="isJob">Whether the route creates a job. Orthanc's own routes then have another error for an unknown
    /// transfer syntax.</param>
    /// <exception cref="RequestException">The body is faulty, or the request is not allowed.</exception>
    public static ModificationRequest Parse(
        RequestBody body, Operation operation, HostSettings host, bool isJob = false)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(host);
        var json = body.Json;
        var force = RequestJson.Boolean(json, RequestMember.Force);
        var isAnonymization = operation == Operation.Anonymize;
        var removesPrivate = !isAnonymization && RequestJson.Boolean(json, RequestMember.RemovePrivateTags);
        var (version, profile) = isAnonymization ? ReadProfile(json) : (DefaultDicomVersion, null);
        var keepsPrivate = isAnonymization && RequestJson.Boolean(json, RequestMember.KeepPrivateTags);
        var request = new ModificationRequest(operation, host)
        {
            Force = force,
            RemovePrivateTags = removesPrivate,
            DicomVersion = version,
            Profile = profile,
            KeepPrivateTags = keepsPrivate,
            KeepLabels = RequestJson.Boolean(json, RequestMember.KeepLabels),
        };
        request.ReadTags(json, RequestMember.Remove, "removed", request._removed, request._removedPaths, request._removedPrivate);
        request.ReadReplace(json);
        request.ReadTags(json, RequestMember.Keep, "kept", request._kept, request._keptPaths, request._keptPrivate);
        request.PrivateCreator = (RequestJson.String(json, RequestMember.PrivateCreator) ?? host.DefaultPrivateCreator).Trim(' ');
        request.ReadTranscode(json, isJob);
        request.ReadOptions(json);
        request.ReadSubjects(json, body.SiteSubjects);
        request.ReadMasks(json);
        request.UpdatesReferences = !isAnonymization && RequestJson.Boolean(json, RequestMember.UpdateReferences);
        request.ReadAgeLimit(json);
        request.ReadDerive(json);
        return request;
    }

    /// <summary>Called after Orthanc's own members are read, so that plain requests get the same errors as there.</summary>
    private void ReadOptions(JsonElement json)
    {
        if (Profile is null)
        {
            return;
        }

        var options = RequestedOptions.Read(json, Profile);
        Options = options ?? ConfidentialityOptions.None;
        IsRecorded = options is not null || DicomVersion == EditionWithRecord;
        IsConformant = ReadConformant(json, Profile);
        IsVerified = RequestJson.Boolean(json, RequestMember.Verify, byDefault: options is not null);
        Unreadable = ReadUnreadable(json);
        var project = RequestedPseudonyms.Project(json);
        PseudonymKey = project is null ? null : RequestedPseudonyms.Key(Host, project, "Member \"Pseudonyms\"");
        DateShiftKey = Options.HasFlag(ConfidentialityOptions.RetainLongitudinalModifiedDates)
            ? RequestedPseudonyms.Key(
                Host, project ?? string.Empty, "Member \"Options\": RetainLongitudinalModifiedDates")
            : null;
        if (AreDatesShifted && KeepPrivateTags)
        {
            // Dates in the bytes of private elements cannot be found, and an unshifted date would reveal the shift.
            throw new RequestException(
                RequestFault.Refused,
                "Member \"Options\": RetainLongitudinalModifiedDates and KeepPrivateTags exclude each other, for dates "
                + "in private elements cannot be found; name private tags in Keep, or take RetainSafePrivate");
        }

        ReadSafePrivate(json);
        Rejection = RejectionRules.Read(json);
        if (Options.HasFlag(ConfidentialityOptions.RetainUIDs))
        {
            // Treated as if the request kept them, so that the same checks protect the source from being overwritten.
            _kept.UnionWith(MainIdentifiers.Where(tag =>
                tag != DicomTag.PatientID && !_replaced.ContainsKey(tag) && !_removed.Contains(tag)));
        }
    }

    private void ReadSubjects(JsonElement json, SubjectList? ofSite)
    {
        if (Profile is null)
        {
            return;
        }

        Overwrites = RequestJson.TryGet(json, RequestMember.Overwrite, out _)
            ? RequestJson.Boolean(json, RequestMember.Overwrite) : null;
        Subjects = RequestedSubjects.Read(json, ofSite);
        UnknownSubject = RequestedSubjects.ReadUnknown(
            json, Subjects is not null || RequestJson.TryGet(json, RequestMember.Subjects, out _));
        if (Subjects is not null)
        {
            RequestedSubjects.RequireAlone(tag => _kept.Contains(tag) || _replaced.ContainsKey(tag) || _removed.Contains(tag));
        }
    }

    private void ReadMasks(JsonElement json)
    {
        if (Profile is null)
        {
            RequestedOptions.RequireNoPixels(json);
        }

        Masks = MaskRequestReader.Read(json, Options, Host);
        if (Masks is null)
        {
            return;
        }

        if (_kept.Contains(DicomTag.SOPInstanceUID))
        {
            // PS3.3 C.12.1.1.1: a changed image is another instance.
            throw new RequestException(
                RequestFault.Refused,
                Options.HasFlag(ConfidentialityOptions.RetainUIDs)
                    ? "Member \"Options\": RetainUIDs keeps the SOPInstanceUID, but an image that is masked needs a new one"
                    : "Member \"Keep\": an image that is masked needs a new SOPInstanceUID");
        }

        if (LossyQuality is { } quality && quality != Host.LossyTranscodingQuality)
        {
            // Only routes of the host accept a quality, and they use the file with its old pixels.
            throw new RequestException(
                RequestFault.Refused,
                "Member \"LossyQuality\": with masked pixels only the quality of the configuration can be had (DicomLossyTranscodingQuality)");
        }

        if (_replaced.Keys.FirstOrDefault(PixelAttributes.IsPixels) is { Value: > 0 } tag)
        {
            throw new RequestException(
                RequestFault.Refused, $"Member \"Replace\": pixels cannot be masked and given at the same time (tag {tag})");
        }
    }

    /// <summary>
    /// Whether a request cannot set a tag, and naming it is ignored: group lengths, the file's own header, commands (PS3.7
    /// 6.3) and the groups that no data set may have (PS3.5 7.1).
    /// </summary>
    internal static bool IsIgnored(DicomTag tag) =>
        tag.IsGroupLength || tag.Group is 0x0000 or 0x0001 or 0x0002 or 0x0003 or 0x0005 or 0x0007 or 0xFFFF;

    /// <summary>Whether a body asks for the longer record, by its options or its edition.</summary>
    internal static bool HasRecord(JsonElement json) =>
        RequestJson.TryGet(json, RequestMember.Options, out _) || ReadProfile(json).Version == EditionWithRecord;

    /// <summary>Reads what a body wants done with unreadable text.</summary>
    internal static UnreadableText ReadUnreadable(JsonElement json) =>
        RequestJson.String(json, RequestMember.Unreadable) is not { } name ? UnreadableText.Fail
        : EnumName.TryParse(name, out UnreadableText unreadable) ? unreadable
        : throw new RequestException(
            RequestFault.OutOfRange,
            $"Member \"{RequestMember.Unreadable}\" should be one of {string.Join(", ", Enum.GetNames<UnreadableText>())}: {name}");

    private bool ReadConformant(JsonElement json, ConfidentialityProfile profile)
    {
        var isConformant = RequestJson.Boolean(json, RequestMember.Conformant, byDefault: IsRecorded);
        return !isConformant || profile.HasOptions
            ? isConformant
            : throw new RequestException(
                RequestFault.Refused,
                $"Member \"Conformant\": edition {profile.Edition} of PS3.15 Table E.1-1 does not say which elements "
                + "objects need; take a later DicomVersion");
    }

    /// <summary>The edition that a body asks for.</summary>
    /// <exception cref="RequestException">There is no such edition.</exception>
    internal static (string Version, ConfidentialityProfile Profile) ReadProfile(JsonElement json)
    {
        var version = DefaultDicomVersion;
        if (RequestJson.TryGet(json, RequestMember.DicomVersion, out var value))
        {
            version = value.ValueKind == JsonValueKind.String
                ? RequestJson.Text(value, "DicomVersion")
                : throw new RequestException(RequestFault.BadFormat, "DicomVersion should be a string");
        }

        return ConfidentialityProfile.TryGet(version, out var profile)
            ? (version, profile)
            : throw new RequestException(
                RequestFault.OutOfRange, $"Unknown specific version of the DICOM standard: {version}");
    }

    private void RequireForce(DicomTag tag, string verb)
    {
        if (!Force && MainIdentifiers.AsSpan().Contains(tag))
        {
            throw new RequestException(
                RequestFault.Refused,
                $"Marking tag \"{NameOf(tag)}\" as to be {verb} requires the \"Force\" option to be set to true");
        }
    }

    private static string NameOf(DicomTag tag) => tag == DicomTag.PatientID ? "PatientID"
        : tag == DicomTag.StudyInstanceUID ? "StudyInstanceUID"
        : tag == DicomTag.SeriesInstanceUID ? "SeriesInstanceUID"
        : "SOPInstanceUID";

    private void ReadTranscode(JsonElement json, bool isJob)
    {
        Transcode = RequestJson.String(json, RequestMember.Transcode);
        if (Transcode is null)
        {
            return;
        }

        if (!KnownTransferSyntaxes.IsKnown(Transcode))
        {
            throw new RequestException(
                isJob ? RequestFault.BadFormat : RequestFault.OutOfRange, $"Unknown transfer syntax: {Transcode}");
        }

        if (RequestJson.TryGet(json, RequestMember.LossyQuality, out var quality))
        {
            // As in Orthanc, a number with a point or an exponent is not an integer, even if it is whole.
            if (quality.ValueKind != JsonValueKind.Number || quality.GetRawText().AsSpan().ContainsAny(".eE"))
            {
                throw new RequestException(RequestFault.BadFormat, "Integer value expected in field: LossyQuality");
            }

            LossyQuality = quality.TryGetInt32(out var percent) && percent is >= 1 and <= 100
                ? percent
                : throw new RequestException(RequestFault.OutOfRange, "LossyQuality should be from 1 to 100");
        }
    }
}
