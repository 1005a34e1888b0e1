// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Targets;

/// <summary>
/// A new instance of an anonymization whose place is taken by another file: by what an earlier anonymization has made
/// with other settings, or by what somebody else has stored.
/// </summary>
internal static class FormerTarget
{
    /// <summary>Decides whether the new file replaces it.</summary>
    /// <param name="plan">What the job does.</param>
    /// <param name="target">Orthanc's identifier of the instance.</param>
    /// <param name="there">What is noted of it.</param>
    /// <param name="source">Orthanc's identifier of the instance that the new file is made of.</param>
    /// <param name="overwrites">Whether the host replaces instances that it has (<c>OverwriteInstances</c>).</param>
    /// <returns>Whether it is replaced in any case; otherwise the host decides.</returns>
    /// <exception cref="OrthancException">It stands in the way.</exception>
    public static bool IsReplaced(ModificationPlan plan, string target, TargetNotes there, string source, bool overwrites)
    {
        if (plan.Request.Operation != Operation.Anonymize || (plan.Request.Overwrites is null && overwrites))
        {
            return false;
        }

        // Who makes such an instance notes it there, so anything else is of somebody else.
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

    /// <summary>Whether a file that is not stored could be: throws what storing it would.</summary>
    /// <param name="plan">What the job does.</param>
    /// <param name="file">The new file.</param>
    /// <param name="source">Orthanc's identifier of the instance that it is made of.</param>
    /// <param name="sources">Those of all sources of the job.</param>
    /// <param name="overwrites">Whether the host replaces instances that it has (<c>OverwriteInstances</c>).</param>
    /// <exception cref="OrthancException">It stands in the way.</exception>
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

    /// <summary>Requires that two files that would become one instance are made of the same one.</summary>
    /// <param name="target">Orthanc's identifier of the new instance.</param>
    /// <param name="first">Orthanc's identifier of what it was made of; null if unknown.</param>
    /// <param name="second">Orthanc's identifier of what the other file is made of.</param>
    /// <exception cref="OrthancException">They are not.</exception>
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
