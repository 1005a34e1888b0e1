// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests;

/// <summary>Expresses split and merge as modifications: instances move to another study and get its attributes.</summary>
public static class StudyChange
{
    /// <summary>Refuses members that derive or limit values, which a split or merge would silently ignore.</summary>
    /// <exception cref="RequestException">The body has such a member.</exception>
    public static void RequireNoDerivation(RequestBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        foreach (var member in new[] { RequestMember.Derive, RequestMember.AgeLimit })
        {
            if (RequestJson.TryGet(body.Json, member, out _))
            {
                throw new RequestException(
                    RequestFault.Refused, $"Member \"{member}\": a split or merge has none; modify the study before or afterwards");
            }
        }
    }

    /// <summary>Whether references among the moved instances are updated.</summary>
    /// <exception cref="RequestException">The member is not a Boolean.</exception>
    public static bool UpdatesReferences(RequestBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return RequestJson.Boolean(body.Json, RequestMember.UpdateReferences);
    }

    /// <summary>Reads what a split changes besides the study.</summary>
    /// <param name="body">The body.</param>
    /// <param name="studyUid">The UID of the new study.</param>
    /// <param name="dictionary">The tags that the host knows.</param>
    /// <returns>The body of a modification.</returns>
    /// <exception cref="RequestException"><c>Remove</c> or <c>Replace</c> is malformed, or names a tag that instances of a
    /// study need not share.</exception>
    public static byte[] ForSplit(RequestBody body, string studyUid, ElementDictionary dictionary)
    {
        ArgumentNullException.ThrowIfNull(body);
        var json = body.Json;
        var removed = Removed(json, dictionary);
        return Write(removed, Replaced(json, dictionary), studyUid, UpdatesReferences(body));
    }

    /// <summary>
    /// Makes instances agree with a study: they get the attributes that it has, and lose those that it lacks.
    /// </summary>
    /// <param name="target">An instance of the study. Its sequences are not copied.</param>
    /// <param name="updatesReferences">Whether references among the moved instances are updated.</param>
    /// <returns>The body of a modification.</returns>
    public static byte[] ForMerge(DicomDataset target, bool updatesReferences = false)
    {
        ArgumentNullException.ThrowIfNull(target);
        var replaced = new Dictionary<DicomTag, string>();
        var removed = new List<DicomTag>();
        foreach (var tag in StudyModules.Tags)
        {
            // The VR is that of the dictionary, since a file may declare another one.
            if (ElementDictionary.Standard.TryGet(tag, out var entry) && entry.VR != DicomVR.SQ
                && target.GetText(tag, entry.VR) is { } text)
            {
                replaced[tag] = text;
            }
            else
            {
                removed.Add(tag);
            }
        }

        return Write(removed, replaced, target.GetText(DicomTag.StudyInstanceUID) ?? string.Empty, updatesReferences);
    }

    private static List<DicomTag> Removed(JsonElement json, ElementDictionary dictionary)
    {
        var tags = new List<DicomTag>();
        if (RequestJson.TryGet(json, RequestMember.Remove, out var value))
        {
            if (value.ValueKind != JsonValueKind.Array)
            {
                throw new RequestException(RequestFault.BadFormat, "Member \"Remove\" should be an array of tags");
            }

            foreach (var entry in value.EnumerateArray())
            {
                tags.Add(Tag(
                    entry.ValueKind == JsonValueKind.String ? RequestJson.Text(entry, "Remove")
                        : throw new RequestException(
                            RequestFault.BadFormat, "Member \"Remove\" should hold tags as strings"),
                    dictionary));
            }
        }

        return tags;
    }

    private static Dictionary<DicomTag, string> Replaced(JsonElement json, ElementDictionary dictionary)
    {
        var values = new Dictionary<DicomTag, string>();
        if (RequestJson.TryGet(json, RequestMember.Replace, out var value))
        {
            if (value.ValueKind != JsonValueKind.Object)
            {
                throw new RequestException(
                    RequestFault.BadFormat, "Member \"Replace\" should be an object from tags to values");
            }

            foreach (var (name, given) in RequestJson.Members(value, "Replace"))
            {
                var tag = Tag(name, dictionary);
                values[tag] = given.ValueKind == JsonValueKind.String
                    ? RequestJson.Text(given, "Replace")
                    : throw new RequestException(
                        RequestFault.BadFormat, $"A string is expected as the value of tag {tag} in a split");
            }
        }

        return values;
    }

    private static DicomTag Tag(string name, ElementDictionary dictionary)
    {
        var tag = TagName.Parse(name, dictionary);
        return StudyModules.Contain(tag)
            ? tag
            : throw new RequestException(
                RequestFault.OutOfRange,
                $"Cannot modify the following tag while splitting a study (not in the patient/study modules): {tag}");
    }

    private static byte[] Write(
        IEnumerable<DicomTag> removed, Dictionary<DicomTag, string> replaced, string studyUid, bool updatesReferences)
    {
        replaced[DicomTag.StudyInstanceUID] = studyUid;
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteBoolean("Force", true);
            if (updatesReferences)
            {
                json.WriteBoolean("UpdateReferences", true);
            }

            json.WriteStartArray("Remove");
            foreach (var tag in removed)
            {
                if (tag == DicomTag.PatientID)
                {
                    // Of type 2 (PS3.3 C.7.1.1): it may be empty, but not absent.
                    replaced.TryAdd(tag, string.Empty);
                }
                else
                {
                    json.WriteStringValue(tag.ToString());
                }
            }

            json.WriteEndArray();
            json.WriteStartObject("Replace");
            foreach (var (tag, text) in replaced)
            {
                json.WriteString(tag.ToString(), text);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }
}
