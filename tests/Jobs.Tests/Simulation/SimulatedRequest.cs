// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using System.Text.Json.Nodes;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;

namespace OrthancDeid.Jobs.Tests.Simulation;

/// <summary>A random request of a client, as the job routes understand it.</summary>
internal static class SimulatedRequest
{
    private const string KeepAll = """ "Keep": ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"], "Force": true """;

    /// <summary>Whether the results of a job on a study take the place of its sources.</summary>
    public static bool IsInPlace(JobDefinition job) =>
        job is { Kind: JobKind.ResourceModification, Operation: Operation.Modify, Level: ResourceLevel.Study }
        && Encoding.UTF8.GetString(job.Request).Contains("\"Keep\"", StringComparison.Ordinal);

    /// <summary>Reads the subject of the job, as the routes do. The host may fail or be killed meanwhile.</summary>
    public static JobDefinition Draw(SimulatedStore store, Schedule schedule, HostSettings settings)
    {
        var random = schedule.Random;
        var studies = store.All(ResourceLevel.Study).ToList();
        var study = studies[random.Next(studies.Count)];
        var isPermissive = random.Next(3) == 0;
        var keepsSource = random.Next(2) == 0;
        var keepsLabels = random.Next(3) == 0;
        var definition = (random.Next(8), studies.Count) switch
        {
            (0, _) => Of(Operation.Anonymize, "", ResourceLevel.Study, study.Id),
            (1, _) => Of(Operation.Anonymize, KeepAll, ResourceLevel.Patient, study.Parent!.Id),
            (2, _) => Of(
                Operation.Modify, """ "Replace": {"StudyDescription": "NEW"}, "UpdateReferences": true """, ResourceLevel.Study, study.Id),
            (3, _) or (4, _) => Of(
                Operation.Modify, $$""" "Replace": {"StudyDescription": "NEW"}, {{KeepAll}} """, ResourceLevel.Study, study.Id)
                with
            {
                KeepsSource = true,
            },
            (5, _) => Of(
                Operation.Modify, $$""" "Replace": {"PatientID": "OTHER"}, {{KeepAll}} """, ResourceLevel.Patient,
                study.Parent!.Id),
            (6, _) => Split(),
            (7, > 1) => Merge(),
            _ => Bulk(),
        };
        var token = schedule.Guid().ToString("N");
        return definition with
        {
            Token = token,
            Key = new IdentifierKey(KeyBytes(random)),

            // One in four of them has a mapping, independently of the other draws.
            Mapping = definition.Operation == Operation.Anonymize && token[0] % 4 == 0 ? MappingForm.Csv : null,
        };

        JobDefinition Of(Operation operation, string body, ResourceLevel level, string id) => new()
        {
            Kind = JobKind.ResourceModification,
            Operation = operation,
            Request = Request(body),
            Level = level,
            Sources = ResourceTree.Instances(level, id).ToList(),
            Named = [id],
            NamedLevel = level,
            Key = IdentifierKey.Create(),
            IsPermissive = isPermissive,
            KeepsSource = keepsSource,
        };

        JobDefinition Bulk()
        {
            var instances = store.All(ResourceLevel.Instance).Where(_ => random.Next(3) > 0).Select(one => one.Id).ToList();
            var sources = new InstanceList();
            foreach (var id in instances)
            {
                sources.Add(sources.Find(ResourceLevel.Instance, id));
            }

            return Of(Operation.Anonymize, "", ResourceLevel.Study, study.Id) with
            {
                Level = null,
                NamedLevel = null,
                Named = instances,
                Sources = sources.Instances,
            };
        }

        JobDefinition Split()
        {
            var uid = "1.2.3.99";
            var series = study.Children[random.Next(study.Children.Count)].Id;
            var body = RequestBody.Parse(Encoding.UTF8.GetBytes($$"""{"Series": ["{{series}}"], "UpdateReferences": true}"""));
            return Of(Operation.Modify, "", ResourceLevel.Study, study.Id) with
            {
                Kind = JobKind.SplitStudy,
                NamedLevel = null,
                Request = StudyChange.ForSplit(body, uid, settings.Dictionary),
                Sources = StudyParts.ToSplit(study.Id, body),
                Target = uid,
            };
        }

        JobDefinition Merge()
        {
            var other = studies.Find(one => one != study)!;
            var body = RequestBody.Parse(Encoding.UTF8.GetBytes($$"""{"Resources": ["{{other.Id}}"]}"""));
            return Of(Operation.Modify, "", ResourceLevel.Study, study.Id) with
            {
                Kind = JobKind.MergeStudy,
                NamedLevel = null,
                Request = StudyParts.MergeInto(study.Id, settings, updatesReferences: true),
                Sources = StudyParts.ToMerge(study.Id, body),
                Target = study.Id,
            };
        }

        byte[] Request(string body)
        {
            var json = (JsonObject)JsonNode.Parse($$"""{ {{body}} }""")!;
            if (keepsLabels)
            {
                json["KeepLabels"] = true;
            }

            return Encoding.UTF8.GetBytes(json.ToJsonString());
        }
    }

    private static byte[] KeyBytes(Random random)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        return bytes;
    }
}
