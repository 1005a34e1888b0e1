// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Targets;

/// <summary>
/// Handles an existing instance that has the identifiers of a new one but other content: an earlier anonymization has
/// made it with other settings, or somebody else has stored it.
/// </summary>
internal static class FormerTarget
{
    /// <summary>Decides whether the new file replaces the existing instance.</summary>
    /// <param name="plan">What the job does.</param>
    /// <param name="target">Orthanc's identifier of the instance.</param>
    /// <param name="there">Its notes.</param>
    /// <param name="source">Orthanc's identifier of the instance that the new file is made of.</param>
    /// <param name="overwrites">Whether the host replaces instances that it has (<c>OverwriteInstances</c>).</param>
    /// <returns>Whether it is replaced in any case; otherwise the host decides.</returns>
    /// <exception cref="OrthancException">It must not be replaced.</exception>
    public static bool IsReplaced(ModificationPlan plan, string target, TargetNotes there, string source, bool overwrites)
    {
        if (plan.Request.Operation != Operation.Anonymize || (plan.Request.Overwrites is null && overwrites))
        {
            return false;
        }

        // The plugin notes in the metadata of its results that it made them. Any other instance is from somebody else.
        var isOfPlugin = there is { Uses.Count: > 0, Source: not null, IsAnonymized: true };
        if (plan.Request.Overwrites == true && isOfPlugin && there.Source == source)
        {
            return true;
        }

        throw new OrthancException(
            OrthancErrorCode.DuplicateResource,
            $"Instance {target}{StudyOf(target)} stands in the way: "
            + (!isOfPlugin ? "it has the same identifiers, and no anonymization of this plugin has made it as it is"
                : there.Source != source ? $"an anonymization has made it of another instance, {there.Source}"
                : "an earlier anonymization has made it of the same instance, with other settings or by another version; "
                    + "\"Overwrite\": true replaces it"));
    }

    /// <summary>Checks whether a new file could be stored, without storing it.</summary>
    /// <param name="plan">What the job does.</param>
    /// <param name="file">The new file.</param>
    /// <param name="source">Orthanc's identifier of the instance that it is made of.</param>
    /// <param name="sources">Orthanc's identifiers of all sources of the job.</param>
    /// <param name="overwrites">Whether the host replaces instances that it has (<c>OverwriteInstances</c>).</param>
    /// <exception cref="OrthancException">An existing instance must not be replaced, as when the file is stored.</exception>
    public static void RequireNone(
        ModificationPlan plan, NativeBuffer file, string source, IReadOnlySet<string> sources, bool overwrites)
    {
        if (!plan.SharesIdentifiers)
        {
            return;
        }

        var target = InstanceIdentity.Of(file, plan.Request.Host.Reading);
        if (!sources.Contains(target) && TargetNotes.Read(target) is { } there && !InstanceStorage.HasContent(target, file))
        {
            RequireSameSource(target, plan.Request.PseudonymKey is null ? null : there.Source, source);
            IsReplaced(plan, target, there, source, overwrites);
        }
    }

    /// <summary>Requires that two files that would become one instance have the same source.</summary>
    /// <param name="target">Orthanc's identifier of the new instance.</param>
    /// <param name="first">Orthanc's identifier of the source of the first file; null if unknown.</param>
    /// <param name="second">Orthanc's identifier of the source of the second file.</param>
    /// <exception cref="OrthancException">They have different sources.</exception>
    public static void RequireSameSource(string target, string? first, string second)
    {
        if (first is not null && first != second)
        {
            throw new OrthancException(
                OrthancErrorCode.BadRequest,
                $"Instance {target} was made of instance {first}: instance {second}, which has the same UIDs, would take "
                    + "its place.");
        }
    }

    private static string StudyOf(string target) =>
        HostRest.TryGet($"{ResourceTree.Path(ResourceLevel.Instance, target)}/study", out var study) == OrthancErrorCode.Success
            ? $" of study {study.GetProperty("ID").GetString()}" : string.Empty;
}
