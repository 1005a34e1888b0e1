// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Pixels;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Host;
using OrthancDeid.Host.Native;
using OrthancDeid.Jobs.Checks;
using OrthancDeid.Jobs.Engine;
using OrthancDeid.Jobs.Phases;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;
using OrthancDeid.Plugin.Audit;

namespace OrthancDeid.Plugin.Routes;

/// <summary>The routes that submit jobs: of patients, studies and series, in bulk, split and merge.</summary>
internal sealed class JobRoutes : IDisposable
{
    /// <summary>The routes of one resource as a regular expression of the host.</summary>
    public const string ResourcePattern = "/(patients|studies|series)/([^/]+)/(anonymize|modify)";

    /// <summary>The routes of resources of any level.</summary>
    public const string BulkPattern = "/tools/bulk-(anonymize|modify)";

    /// <summary>The routes that move series and instances between studies.</summary>
    public const string StudyPattern = "/studies/([^/]+)/(split|merge)";

    private readonly FilterQuestion _filters;
    private readonly JobServices _services;
    private readonly JobWatch _watch;
    private readonly AwaitedJobs _awaited = new();
    private readonly JobSubmission _submission;

    /// <summary>Creates the routes. No job is resumed yet.</summary>
    /// <param name="filters">Asks filters about the resources that bodies name.</param>
    /// <param name="services">What all jobs share.</param>
    public JobRoutes(FilterQuestion filters, JobServices services)
    {
        _filters = filters;
        _services = services;
        _watch = new JobWatch(Known, services.Journal, services.Logger);
        Recovery = new JobRecovery(services, Known, _watch);
        _submission = new JobSubmission(services, Recovery, _awaited);
    }

    /// <summary>The plugin's jobs in the host.</summary>
    public KnownJobs Known { get; } = new();

    /// <summary>Resumes the jobs of earlier runs of the host.</summary>
    public JobRecovery Recovery { get; }

    /// <summary>Answers a request to <see cref="ResourcePattern"/>.</summary>
    /// <exception cref="RequestException">The request cannot be carried out.</exception>
    /// <exception cref="OrthancException">The host has no such resource, or the job failed.</exception>
    public void AnswerResource(RestCall call)
    {
        if (!IsPost(call))
        {
            return;
        }

        var level = call.Group(0) switch
        {
            "patients" => ResourceLevel.Patient,
            "studies" => ResourceLevel.Study,
            _ => ResourceLevel.Series,
        };
        var operation = OperationOf(call.Group(2));
        var body = BodyOf(call, operation);
        var request = ModificationRequest.Parse(body, operation, _services.Host, isJob: true);
        ReceivedRequest.Of(call)?.Asks(body, request);
        var keepsSource = JobOptions.KeepsSourceOf(body, byDefault: true);
        var id = call.Group(1);
        var namedLevel = ResourceTree.LevelOf(id, level)
            ?? throw new OrthancException(OrthancErrorCode.UnknownResource, $"There is no resource {id}.");
        var sources = ResourceTree.Instances(namedLevel, id).ToList();
        var kept = JobSubjects.Of(body, sources);
        var options = JobOptions.Parse(body);
        var answer = RequestedAnswer.Parse(body, _services.Host, options.IsSynchronous);
        _submission.Run(call, new JobDefinition
        {
            Kind = JobKind.ResourceModification,
            Operation = operation,
            Request = kept.Bytes,
            Preset = body.Preset,
            Ignored = body.Ignored,
            Level = level,
            Sources = sources,
            Named = [id],
            NamedLevel = namedLevel,
            Key = IdentifierKey.Create(),
            IsPermissive = options.IsPermissive,
            KeepsSource = keepsSource,
            UserData = options.UserData,
            Priority = options.Priority,
        }, options, answer, kept == body ? request : null);
    }

    /// <summary>Answers a request to <see cref="BulkPattern"/>.</summary>
    /// <exception cref="RequestException">The request cannot be carried out.</exception>
    /// <exception cref="OrthancException">The host has none of the resources, or the job failed.</exception>
    public void AnswerBulk(RestCall call)
    {
        if (!IsPost(call))
        {
            return;
        }

        var operation = OperationOf(call.Group(0));
        var body = BodyOf(call, operation);
        var request = ModificationRequest.Parse(body, operation, _services.Host, isJob: true);
        ReceivedRequest.Of(call)?.Asks(body, request);
        var keepsSource = JobOptions.KeepsSourceOf(body, byDefault: true);
        var level = operation == Operation.Modify ? BulkRequest.Level(body) : null;
        var named = BulkRequest.Resources(body);
        _filters.Require(call, named, call.Group(0));
        var sources = SourcesOf(named);
        var kept = JobSubjects.Of(body, sources);
        var options = JobOptions.Parse(body);
        var answer = RequestedAnswer.Parse(body, _services.Host, options.IsSynchronous);
        _submission.Run(call, new JobDefinition
        {
            Kind = JobKind.ResourceModification,
            Operation = operation,
            Request = kept.Bytes,
            Preset = body.Preset,
            Ignored = body.Ignored,
            Level = level,
            Sources = sources,
            Named = named,
            Key = IdentifierKey.Create(),
            IsPermissive = options.IsPermissive,
            KeepsSource = keepsSource,
            UserData = options.UserData,
            Priority = options.Priority,
        }, options, answer, kept == body ? request : null);
    }

    /// <summary>Answers a request to <see cref="StudyPattern"/>.</summary>
    /// <exception cref="RequestException">The request cannot be carried out.</exception>
    /// <exception cref="OrthancException">The host has none of the resources, or the job failed.</exception>
    public void AnswerStudy(RestCall call)
    {
        if (!IsPost(call))
        {
            return;
        }

        var body = BodyOf(call, Operation.Modify);
        MaskRequestReader.RequireNone(body);
        StudyChange.RequireNoDerivation(body);
        var study = call.Group(0);
        var isSplit = call.Group(1) == "split";
        _filters.Require(call, StudyParts.NamedIn(body, isSplit), "modify");
        var parts = isSplit ? StudyParts.ToSplit(study, body) : StudyParts.ToMerge(study, body);
        var uid = UniqueIdentifier.Create();
        var request = isSplit
            ? StudyChange.ForSplit(body, uid, _services.Host.Dictionary)
            : StudyParts.MergeInto(study, _services.Host, StudyChange.UpdatesReferences(body));
        var keepsSource = JobOptions.KeepsSourceOf(body, byDefault: false);
        var options = JobOptions.Parse(body);
        var answer = RequestedAnswer.Parse(body, _services.Host, options.IsSynchronous);
        _submission.Run(call, new JobDefinition
        {
            Kind = isSplit ? JobKind.SplitStudy : JobKind.MergeStudy,
            Operation = Operation.Modify,
            Request = request,
            Level = ResourceLevel.Study,
            Sources = parts,
            Named = [study, .. StudyParts.NamedIn(body, isSplit).Distinct(StringComparer.Ordinal)],
            Target = isSplit ? uid : study,
            Key = IdentifierKey.Create(),
            IsPermissive = options.IsPermissive,
            KeepsSource = keepsSource,
            UserData = options.UserData,
            Priority = options.Priority,
        }, options, answer);
    }

    /// <summary>
    /// Resumes the jobs that the host has lost, and watches the jobs that are not running, until the host stops.
    /// </summary>
    public void Watch() => _watch.Run(Recovery.TakeUpLost);

    /// <inheritdoc/>
    public void Dispose() => _watch.Dispose();

    /// <summary>Ends the watch and all waiting for jobs, because the host stops.</summary>
    public void Abandon()
    {
        _awaited.Stop();
        Recovery.Stop();
        _watch.Stop();
    }

    private RequestBody BodyOf(RestCall call, Operation operation)
    {
        var body = RequestBody.Read(call.ReadBody(), operation, _services.Host);
        ReceivedRequest.Of(call)?.Asks(body);
        return body;
    }

    private static bool IsPost(RestCall call)
    {
        if (call.Method == HttpMethod.Post)
        {
            return true;
        }

        call.AnswerMethodNotAllowed("POST");
        return false;
    }

    private static Operation OperationOf(string name) => name == "anonymize" ? Operation.Anonymize : Operation.Modify;

    /// <summary>The instances of resources of any level, without duplicates, in the order of the resources.</summary>
    private static List<SourceInstance> SourcesOf(IReadOnlyList<string> resources)
    {
        var sources = new InstanceList();
        foreach (var id in resources)
        {
            var level = ResourceTree.LevelOf(id, ResourceLevel.Study)
                ?? throw new OrthancException(OrthancErrorCode.UnknownResource, $"There is no resource {id}.");
            sources.Add(sources.Find(level, id));
        }

        return sources.Instances;
    }
}
