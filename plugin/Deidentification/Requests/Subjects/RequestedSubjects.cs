// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests.Subjects;

/// <summary>Reads the members <c>Subjects</c> and <c>UnknownSubject</c>.</summary>
internal static class RequestedSubjects
{
    private const string NewId = "PatientID";
    private const string NewName = "PatientName";

    private static readonly string Member = RequestMember.Subjects.Name;

    /// <summary>Reads the subjects of a request.</summary>
    /// <param name="json">The body.</param>
    /// <param name="ofSite">The list of the site that the request uses; null for none.</param>
    /// <returns>Null if the request has none.</returns>
    /// <exception cref="RequestException">The member is not a valid list of subjects.</exception>
    public static SubjectList? Read(JsonElement json, SubjectList? ofSite)
    {
        if (!RequestJson.TryGet(json, RequestMember.Subjects, out var value))
        {
            return ofSite;
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            // The request wants no list, not even that of the site.
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new RequestException(RequestFault.BadFormat, $"Member \"{Member}\" should be an object from PatientID to subject");
        }

        try
        {
            return SubjectList.Of(
                value.EnumerateObject().Select((entry, number) => (
                    SubjectKey.Parse(RequestJson.Name(entry, Member)), Subject(entry.Value, NameOf(number)))),
                NameOf);
        }
        catch (SubjectException fault)
        {
            throw new RequestException(RequestFault.Refused, $"Member \"{Member}\", {fault.Message}", fault);
        }
    }

    /// <summary>Reads what happens to patients that are not listed.</summary>
    /// <exception cref="RequestException">The member has neither of the two values, or there are no subjects.</exception>
    public static UnknownSubject ReadUnknown(JsonElement json, bool hasSubjects)
    {
        if (RequestJson.String(json, RequestMember.UnknownSubject) is not { } name)
        {
            return UnknownSubject.Reject;
        }

        if (!EnumName.TryParse(name, out UnknownSubject unknown))
        {
            throw new RequestException(
                RequestFault.OutOfRange,
                $"Member \"{RequestMember.UnknownSubject}\" should be one of {string.Join(", ", Enum.GetNames<UnknownSubject>())}: {name}");
        }

        return hasSubjects
            ? unknown
            : throw new RequestException(
                RequestFault.Refused, $"Member \"{RequestMember.UnknownSubject}\": the request has no \"{Member}\", nor its profile a list");
    }

    /// <summary>Refuses other members that set the new identity of the patient.</summary>
    /// <exception cref="RequestException">There is such a member.</exception>
    public static void RequireAlone(Func<DicomTag, bool> isNamed)
    {
        foreach (var (tag, name) in new[] { (DicomTag.PatientID, NewId), (DicomTag.PatientName, NewName) })
        {
            if (isNamed(tag))
            {
                throw new RequestException(
                    RequestFault.Refused,
                    $"Member \"{Member}\": it says what becomes of {name}, so Replace, Keep and Remove must not name that");
            }
        }
    }

    private static string NameOf(int number) => $"entry {number + 1}";

    private static TrialSubject Subject(JsonElement value, string entry)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Faulty($"an object with {NewId} is expected");
        }

        var (id, name) = (string.Empty, (string?)null);
        foreach (var member in value.EnumerateObject())
        {
            var text = member.Value.ValueKind == JsonValueKind.String
                ? RequestJson.Text(member.Value, Member) : throw Faulty("its members should be strings");
            switch (RequestJson.Name(member, Member))
            {
                case NewId:
                    id = text;
                    break;
                case NewName:
                    name = text;
                    break;
                default:
                    throw Faulty($"a subject has no other members than {NewId} and {NewName}");
            }
        }

        try
        {
            return TrialSubject.Of(id, name);
        }
        catch (SubjectException fault)
        {
            throw Faulty(fault.Message);
        }

        RequestException Faulty(string reason) => new(RequestFault.BadFormat, $"Member \"{Member}\", {entry}: {reason}");
    }
}
