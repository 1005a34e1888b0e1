// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Tests.Simulation;

/// <summary>The part of the simulated host's REST API that jobs use. Any other request is a fault of the
/// simulation.</summary>
internal sealed class SimulatedRoutes(SimulatedStore store, SimulatedJobs jobs, bool checksRevisions)
{
    private static readonly (ResourceLevel Level, string Path, string Children)[] Levels =
    [
        (ResourceLevel.Patient, "patients", "Studies"), (ResourceLevel.Study, "studies", "Series"),
        (ResourceLevel.Series, "series", "Instances"), (ResourceLevel.Instance, "instances", string.Empty),
    ];

    private static readonly Dictionary<string, int> Numbers = new()
    {
        ["RemoteAET"] = 3,
        ["ModifiedFrom"] = 5,
        ["AnonymizedFrom"] = 6,
    };

    private static readonly (OrthancErrorCode, byte[], string?) Unknown = (OrthancErrorCode.UnknownResource, [], null);

    public (OrthancErrorCode Code, byte[] Body, string? Revision) Answer(
        HttpMethod method, string uri, string? revision, byte[] body)
    {
        var question = uri.IndexOf('?', StringComparison.Ordinal);
        var options = question < 0 ? string.Empty : uri[(question + 1)..];
        var path = (question < 0 ? uri : uri[..question]).Split('/')[1..];
        switch (method, path)
        {
            case (HttpMethod.Post, ["instances"]):
                return Stored(body);
            case (HttpMethod.Get, ["system"]):
                var tags = new JsonObject();
                foreach (var (level, main) in SimulatedStore.MainTags)
                {
                    tags[level.ToString()] = string.Join(';', main.Select(one => one.Tag));
                }

                return Json(new JsonObject { ["MainDicomTags"] = tags });
            case (HttpMethod.Get, ["patients"]):
                return Json(new JsonArray(
                    [.. store.All(ResourceLevel.Patient).Select(one => Describe(one, isShort: false))]));
            case (HttpMethod.Post, ["tools", "find"]):
                var name = JsonNode.Parse(body)!["Query"]!["PatientName"]!.GetValue<string>();
                return Json(new JsonArray([.. store.All(ResourceLevel.Patient)
                    .Where(one => one.Text("0010,0010") == name).Select(one => JsonValue.Create(one.Id))]));
            case (HttpMethod.Post, ["tools", "lookup"]):
                var patient = Encoding.UTF8.GetString(body);
                return Json(new JsonArray([.. store.All(ResourceLevel.Patient)
                    .Where(one => one.Text("0010,0020") == patient)
                    .Select(one => new JsonObject { ["Type"] = "Patient", ["ID"] = one.Id })]));
            case (HttpMethod.Get, ["jobs", var id]):
                return jobs.All.Find(one => one.Id == id) is { } job
                    ? Json(new JsonObject { ["State"] = job.Stage.ToString() }) : Unknown;
            case (HttpMethod.Get, ["jobs"]):
                return Json(new JsonArray([.. jobs.All.Select(one => new JsonObject
                {
                    ["ID"] = one.Id,
                    ["Content"] = JsonNode.Parse(SimulatedJobs.Read(one.Job.WriteContent)),
                })]));
            case (HttpMethod.Post, ["jobs", var failed, "resubmit"]):
                jobs.Resubmit(jobs.All.Single(one => one.Id == failed));
                return Json(new JsonObject());
            default:
                var place = Array.Find(Levels, one => one.Path == path[0]);
                return place.Path is null || path.Length < 2 ? throw NotSimulated(method, uri)
                    : store.Find(place.Level, path[1]) is not { } resource ? Unknown
                    : Answer(method, uri, resource, path[2..], options, revision, body);
        }
    }

    private (OrthancErrorCode, byte[], string?) Answer(
        HttpMethod method, string uri, SimulatedResource one, string[] path, string options, string? revision, byte[] body)
    {
        if (method != HttpMethod.Delete)
        {
            store.Kept.Remove(one.Id);
        }

        switch (method, path)
        {
            case (HttpMethod.Get, []):
                return Json(Describe(one, isShort: options == "short"));
            case (HttpMethod.Get, ["study"]):
                return Json(Describe(one.Above(ResourceLevel.Study), isShort: false));
            case (HttpMethod.Delete, []) when one.Level == ResourceLevel.Instance:
                store.Delete(one);
                return Json(new JsonObject());
            case (HttpMethod.Get, ["labels"]):
                return Json(Texts(one.Labels));
            case (HttpMethod.Put, ["labels", var label]):
                if (!one.Labels.Contains(label))
                {
                    one.Labels.Add(label);
                }

                return Empty();
            case (HttpMethod.Get, ["metadata"]):
                return Json(options switch
                {
                    "numeric" => new JsonArray([.. one.Metadata.Keys.Select(name => JsonValue.Create(NumberOf(name)))]),
                    "expand" => new JsonObject(one.Metadata.Select(entry => KeyValuePair.Create(
                        entry.Key, (JsonNode?)JsonValue.Create(Encoding.UTF8.GetString(entry.Value.Value))))),
                    _ => throw NotSimulated(method, uri),
                });
            case (HttpMethod.Get, ["metadata", var name]):
                return one.Metadata.TryGetValue(name, out var value)
                    ? (OrthancErrorCode.Success, value.Value, Tag(value.Revision)) : Unknown;
            case (HttpMethod.Put, ["metadata", var name]):
                var isThere = one.Metadata.TryGetValue(name, out var old);
                if (checksRevisions && isThere && revision != Tag(old.Revision))
                {
                    return (OrthancErrorCode.Revision, [], null);
                }

                one.Metadata[name] = (body, isThere ? old.Revision + 1 : 0);
                return Empty();
            case (HttpMethod.Get, ["attachments"]):
                return Json(new JsonObject(one.Attachments.Keys.Select(name => KeyValuePair.Create(
                    name, (JsonNode?)JsonValue.Create(int.Parse(name, CultureInfo.InvariantCulture))))));
            case (HttpMethod.Get, ["attachments", "dicom", "size"]):
                return (OrthancErrorCode.Success, Encoding.ASCII.GetBytes($"{one.File.Length}"), null);
            case (HttpMethod.Get, ["attachments", "dicom", "info"]):
                return Json(new JsonObject { ["Uuid"] = one.FileName.ToString() });
            case (HttpMethod.Get, ["attachments", var name, "data"]):
                return one.Attachments.TryGetValue(name, out var content)
                    ? (OrthancErrorCode.Success, content, null) : Unknown;
            case (HttpMethod.Put, ["attachments", var name]):
                one.Attachments[name] = body;
                return Empty();
            case (HttpMethod.Get, ["instances"]) when one.Level == ResourceLevel.Series:
                return Json(new JsonArray([.. one.Children.Select(child => Describe(child, isShort: false))]));
            case (HttpMethod.Get, ["tags"]) when options == "short":
                return Json(new JsonObject(SimulatedStore.Read(one.File).Select(tag =>
                    KeyValuePair.Create(tag.Key, (JsonNode?)JsonValue.Create(tag.Value)))));
            case (HttpMethod.Post, ["reconstruct"]):
                SimulatedStore.Reconstruct(one);
                return Json(new JsonObject());
            default:
                throw NotSimulated(method, uri);
        }
    }

    private (OrthancErrorCode, byte[], string?) Stored(byte[] body)
    {
        var (status, instance) = store.Store(body);
        return Json(new JsonObject
        {
            ["ID"] = instance.Id,
            ["Status"] = status,
            ["ParentSeries"] = instance.Above(ResourceLevel.Series).Id,
            ["ParentStudy"] = instance.Above(ResourceLevel.Study).Id,
            ["ParentPatient"] = instance.Above(ResourceLevel.Patient).Id,
        });
    }

    private static JsonObject Describe(SimulatedResource one, bool isShort)
    {
        var place = Array.Find(Levels, level => level.Level == one.Level);
        var json = new JsonObject
        {
            ["ID"] = one.Id,
            ["Labels"] = Texts(one.Labels),
            ["MainDicomTags"] = TagsOf(one, isShort),
        };
        if (one.Parent is { } parent)
        {
            json[$"Parent{parent.Level}"] = parent.Id;
        }

        if (one.Level == ResourceLevel.Study)
        {
            json["PatientMainDicomTags"] = TagsOf(one.Parent!, isShort);
        }

        if (place.Children.Length > 0)
        {
            json[place.Children] = Texts(one.Children.Select(child => child.Id));
        }
        else
        {
            json["FileSize"] = one.File.Length;
            json["FileUuid"] = one.FileName.ToString();
        }

        return json;
    }

    private static JsonObject TagsOf(SimulatedResource one, bool isShort) => new(one.Tags.Select(tag =>
        KeyValuePair.Create(isShort ? tag.Key : tag.Value.Keyword, (JsonNode?)JsonValue.Create(tag.Value.Value))));

    private static int NumberOf(string name) =>
        Numbers.TryGetValue(name, out var number) ? number : int.Parse(name, CultureInfo.InvariantCulture);

    private static string Tag(int revision) => revision.ToString(CultureInfo.InvariantCulture);

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static (OrthancErrorCode, byte[], string?) Empty() => (OrthancErrorCode.Success, [], null);

    private static (OrthancErrorCode, byte[], string?) Json(JsonNode json) =>
        (OrthancErrorCode.Success, Encoding.UTF8.GetBytes(json.ToJsonString()), null);

    private static NotSupportedException NotSimulated(HttpMethod method, string uri) =>
        new($"The simulated host does not know {method} {uri}.");
}
