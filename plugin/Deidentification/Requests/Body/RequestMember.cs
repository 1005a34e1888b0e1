// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests.Body;

/// <summary>
/// A member that a request may have at the top level. All members are listed here, and a body is read only through them.
/// So every member that is read is known, and a misspelt one can be distinguished from one that Orthanc uses elsewhere.
/// </summary>
internal sealed class RequestMember
{
    // Declared first: the members below register themselves in it.
    private static readonly Dictionary<string, RequestMember> Listed = new(StringComparer.Ordinal);

    /// <summary>
    /// The members that Orthanc 1.13.0 reads on routes other than the plugin's (<c>Orthanc --openapi -</c>). A client may
    /// send such a member to all routes.
    /// </summary>
    private static readonly HashSet<string> OfOtherRoutes = new(StringComparer.Ordinal)
    {
        "AET", "AllowEcho", "AllowFind", "AllowFindWorklist", "AllowGet", "AllowMove", "AllowStorageCommitment",
        "AllowStore", "AllowTranscoding", "CalledAet", "CaseSensitive", "CertificateFile", "CertificateKeyFile",
        "CertificateKeyPassword", "CheckFind", "Compress", "Content", "DicomInstances", "Encapsulate", "Expand",
        "Extended", "Filename", "Full", "Host", "HttpHeaders", "InterpretBinaryTags", "Labels", "LabelsConstraint",
        "Limit", "LimitToThisLevelMainDicomTags", "LocalAet", "Manufacturer", "Metadata", "MetadataQuery",
        "MoveOriginatorAet", "MoveOriginatorID", "Normalize", "OrderBy", "Parent", "ParentPatient", "ParentSeries",
        "ParentStudy", "Password", "Port", "Query", "ReconstructFiles", "RequestedTags", "ResponseContent",
        "RetrieveMethod", "Short", "Simplify", "Since", "StorageCommitment", "Tags", "TargetAet", "Timeout",
        "TransferSyntax", "URL", "UseDicomTls", "Username", "Utf8",
    };

    private RequestMember(string name, RequestRoutes routes)
    {
        (Name, Routes) = (name, routes);
        Listed.Add(name, this);
    }

    /// <summary>Every member that a route of the plugin reads.</summary>
    public static IReadOnlyCollection<RequestMember> All => Listed.Values;

    /// <summary>The name, as in a body.</summary>
    public string Name { get; }

    /// <summary>The routes that read it.</summary>
    public RequestRoutes Routes { get; }

    /// <summary>Tags to set, and their values.</summary>
    internal static RequestMember Replace { get; } = new("Replace", RequestRoutes.Edit | RequestRoutes.Split);

    /// <summary>Tags to delete.</summary>
    internal static RequestMember Remove { get; } = new("Remove", RequestRoutes.Edit | RequestRoutes.Split);

    /// <summary>Tags to keep.</summary>
    internal static RequestMember Keep { get; } = new("Keep", RequestRoutes.Edit);

    /// <summary>Tags to set to values that are derived from values of the file.</summary>
    internal static RequestMember Derive { get; } = new("Derive", RequestRoutes.Edit);

    /// <summary>The highest age that may appear in a file.</summary>
    internal static RequestMember AgeLimit { get; } = new("AgeLimit", RequestRoutes.Edit);

    /// <summary>Whether references among the modified instances are updated to the new instances.</summary>
    internal static RequestMember UpdateReferences { get; } = new(
        "UpdateReferences", RequestRoutes.Modify | RequestRoutes.Split | RequestRoutes.Merge);

    /// <summary>Whether the four identifiers may be named.</summary>
    internal static RequestMember Force { get; } = new("Force", RequestRoutes.Edit);

    /// <summary>Whether all private elements are deleted.</summary>
    internal static RequestMember RemovePrivateTags { get; } = new("RemovePrivateTags", RequestRoutes.Modify);

    /// <summary>Whether private elements are kept.</summary>
    internal static RequestMember KeepPrivateTags { get; } = new("KeepPrivateTags", RequestRoutes.Anonymize);

    /// <summary>The edition of the confidentiality profile.</summary>
    internal static RequestMember DicomVersion { get; } = new("DicomVersion", RequestRoutes.Anonymize);

    /// <summary>Options of the confidentiality profile.</summary>
    internal static RequestMember Options { get; } = new("Options", RequestRoutes.Anonymize);

    /// <summary>Private elements without patient data, in addition to those of the standard.</summary>
    internal static RequestMember SafePrivate { get; } = new("SafePrivate", RequestRoutes.Anonymize);

    /// <summary>Whether objects remain valid.</summary>
    internal static RequestMember Conformant { get; } = new("Conformant", RequestRoutes.Anonymize);

    /// <summary>The name of a preset of the configuration.</summary>
    internal static RequestMember Profile { get; } = new("Profile", RequestRoutes.Anonymize);

    /// <summary>Whether the new file is searched for identifying content.</summary>
    internal static RequestMember Verify { get; } = new("Verify", RequestRoutes.Anonymize);

    /// <summary>What is masked in pixels.</summary>
    internal static RequestMember MaskPixelData { get; } = new("MaskPixelData", RequestRoutes.Edit);

    /// <summary>What happens to unreadable text.</summary>
    internal static RequestMember Unreadable { get; } = new("Unreadable", RequestRoutes.Anonymize);

    /// <summary>Which instances are not wanted.</summary>
    internal static RequestMember Reject { get; } = new("Reject", RequestRoutes.Anonymize);

    /// <summary>Whether identities are the same in every request.</summary>
    internal static RequestMember Pseudonyms { get; } = new("Pseudonyms", RequestRoutes.Anonymize);

    /// <summary>Whether the results of an earlier anonymization are replaced.</summary>
    internal static RequestMember Overwrite { get; } = new("Overwrite", RequestRoutes.Anonymize);

    /// <summary>The new identities of patients.</summary>
    internal static RequestMember Subjects { get; } = new("Subjects", RequestRoutes.Anonymize);

    /// <summary>A file of the site with a list of subjects; in presets only.</summary>
    internal static RequestMember SubjectsFile { get; } = new("SubjectsFile", RequestRoutes.Anonymize);

    /// <summary>What happens to patients that are not listed.</summary>
    internal static RequestMember UnknownSubject { get; } = new("UnknownSubject", RequestRoutes.Anonymize);

    /// <summary>Whether the answer reports what would happen to each element.</summary>
    internal static RequestMember DryRun { get; } = new("DryRun", RequestRoutes.All);

    /// <summary>Whether the answer contains old and new identifiers.</summary>
    internal static RequestMember Mapping { get; } = new("Mapping", RequestRoutes.All);

    /// <summary>The creator of private tags to set.</summary>
    internal static RequestMember PrivateCreator { get; } = new("PrivateCreator", RequestRoutes.Edit);

    /// <summary>The transfer syntax of the new file.</summary>
    internal static RequestMember Transcode { get; } = new("Transcode", RequestRoutes.Edit);

    /// <summary>The quality of lossy transcoding.</summary>
    internal static RequestMember LossyQuality { get; } = new("LossyQuality", RequestRoutes.Edit);

    /// <summary>Whether the source instances are kept.</summary>
    internal static RequestMember KeepSource { get; } = new("KeepSource", RequestRoutes.All);

    /// <summary>Whether labels are copied.</summary>
    internal static RequestMember KeepLabels { get; } = new("KeepLabels", RequestRoutes.Edit);

    /// <summary>Whether a job continues after a failure.</summary>
    internal static RequestMember Permissive { get; } = new("Permissive", RequestRoutes.All);

    /// <summary>Whether the answer waits for the job.</summary>
    internal static RequestMember Synchronous { get; } = new("Synchronous", RequestRoutes.All);

    /// <summary>Whether the answer does not wait for the job.</summary>
    internal static RequestMember Asynchronous { get; } = new("Asynchronous", RequestRoutes.All);

    /// <summary>The priority of the job.</summary>
    internal static RequestMember Priority { get; } = new("Priority", RequestRoutes.All);

    /// <summary>Data of the client that is passed through.</summary>
    internal static RequestMember UserData { get; } = new("UserData", RequestRoutes.All);

    /// <summary>The resources to work on.</summary>
    internal static RequestMember Resources { get; } = new("Resources", RequestRoutes.Bulk | RequestRoutes.Merge);

    /// <summary>Which identifiers are renewed.</summary>
    internal static RequestMember Level { get; } = new("Level", RequestRoutes.Bulk);

    /// <summary>Series to split off.</summary>
    internal static RequestMember Series { get; } = new("Series", RequestRoutes.Split);

    /// <summary>Instances to split off.</summary>
    internal static RequestMember Instances { get; } = new("Instances", RequestRoutes.Split);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Whether a profile of the configuration may contain it, as any request to anonymize may.</summary>
    internal bool IsOfProfiles => Routes.HasFlag(RequestRoutes.Anonymize) && this != Profile;

    /// <summary>Whether a route of the plugin or of Orthanc reads a member.</summary>
    /// <param name="name">The name of the member.</param>
    public static bool IsKnown(string name) => Listed.ContainsKey(name) || OfOtherRoutes.Contains(name);
}
