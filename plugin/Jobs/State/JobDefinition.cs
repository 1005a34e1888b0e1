// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Jobs.Instances;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.State;

/// <summary>Everything that a job has to do, when it is submitted and after a restart. Immutable.</summary>
internal sealed record JobDefinition
{
    /// <summary>Identifies the job, independently of the host's identifier.</summary>
    public string Token { get; init; } = Guid.NewGuid().ToString("N");

    /// <summary>The host's identifiers of the job. Every copy of the definition has the same ones.</summary>
    public JobIds Ids { get; init; } = new([]);

    /// <summary>
    /// Why the request cannot be carried out, whatever the instances; null if it can. Orthanc's built-in job reports this
    /// only when it runs, and a client that does not wait for the job expects the same.
    /// </summary>
    public InstanceFault? Refusal { get; init; }

    /// <summary>The type that the host shows.</summary>
    public required JobKind Kind { get; init; }

    /// <summary>What is done to each instance.</summary>
    public required Operation Operation { get; init; }

    /// <summary>The request that says how, as bytes of JSON.</summary>
    public required byte[] Request { get; init; }

    /// <summary>
    /// The level in the URL, which decides which identifiers are renewed; null for that of the request.
    /// </summary>
    public required ResourceLevel? Level { get; init; }

    /// <summary>The preset of the configuration that the request followed; null for none.</summary>
    public string? Preset { get; init; }

    /// <summary>The members of the request that a locked preset decided, whatever the client said.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>The user who asked for the job; null if unknown.</summary>
    public string? User { get; init; }

    /// <summary>Whether a script of the host or another plugin asked for the job, and not a client.</summary>
    public bool IsInternal { get; init; }

    /// <summary>The instances to work on, each once.</summary>
    public required IReadOnlyList<SourceInstance> Sources { get; init; }

    /// <summary>The resources that the client named.</summary>
    public required IReadOnlyList<string> Named { get; init; }

    /// <summary>
    /// The level of the one resource in the URL, which need not be that of the route; null for a bulk job.
    /// </summary>
    public ResourceLevel? NamedLevel { get; init; }

    /// <summary>
    /// The study that a split makes, by its UID, or that a merge adds to, by Orthanc's identifier; else null.
    /// </summary>
    public string? Target { get; init; }

    /// <summary>The key from which new identifiers are derived.</summary>
    public required IdentifierKey Key { get; init; }

    /// <summary>
    /// The patients and studies whose new UIDs are also derived from Orthanc's identifier, since instances of others have
    /// the same UIDs.
    /// </summary>
    public IReadOnlyCollection<string> Apart { get; init; } = [];

    /// <summary>The fingerprint of the key of pseudonyms; null if the job needs none.</summary>
    public string? KeyFingerprint { get; init; }

    /// <summary>The number in the new name of anonymized patients; null if the job needs none.</summary>
    public int? PatientNumber { get; init; }

    /// <summary>Whether the job goes on after an instance failed.</summary>
    public required bool IsPermissive { get; init; }

    /// <summary>Whether the sources stay.</summary>
    public required bool KeepsSource { get; init; }

    /// <summary>The priority: a job with a higher one runs sooner.</summary>
    public int Priority { get; init; }

    /// <summary>The form of the mapping that is sealed and kept; null for none.</summary>
    public MappingForm? Mapping { get; init; }

    /// <summary>Data of the client, shown beside the content; null for none.</summary>
    public JsonElement? UserData { get; init; }
}
