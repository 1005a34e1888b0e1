// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Comparison;

/// <summary>A narrow rule that sets a difference aside.</summary>
/// <param name="Name">What the rule is about. For a row of docs/differences.md, the start of that row.</param>
/// <param name="Allows">
/// Null if the rule is not about this difference; empty if the difference is allowed; or else what is wrong with it.
/// </param>
internal sealed record DifferenceRule(string Name, Func<Difference, DataSetComparison, string?> Allows)
{
    /// <summary>A rule that allows every difference it is about.</summary>
    public static DifferenceRule When(string name, Func<Difference, DataSetComparison, bool> condition) =>
        new(name, (difference, comparison) => condition(difference, comparison) ? string.Empty : null);
}

/// <summary>The permitted differences between the plugin's answers and the built-in's.</summary>
internal static class AllowedDifferences
{
    /// <summary>All rules; the first that is about a difference decides.</summary>
    public static IReadOnlyList<DifferenceRule> Rules { get; } =
    [
        DifferenceRule.When(
            "group 0002 is about another file and another implementation",
            (d, _) => d.Tag == DicomTag.ImplementationClassUID || d.Tag == DicomTag.ImplementationVersionName),
        DifferenceRule.When(
            "group 0002 repeats the SOP Class UID",
            (d, c) => d.Tag == DicomTag.MediaStorageSOPClassUID && c.Request.Replaced.Contains(DicomTag.SOPClassUID)
                && d is { BuiltIn: { } builtIn, Plugin: { } plugin }
                && builtIn.Text == c.BuiltIn[DicomTag.SOPClassUID]?.Text
                && plugin.Text == c.Plugin[DicomTag.SOPClassUID]?.Text),
        DifferenceRule.When(
            "fragments: the built-in corrects the VR to OB (PS3.5 A.4), the plugin keeps the element as it is",
            (d, _) => d is { BuiltIn: { IsEncapsulated: true, VR: DicomVR.OB }, PluginKeptIt: true }
                && d.Plugin!.HasValueOf(d.BuiltIn)),
        DifferenceRule.When("the method names the version of the host", MethodOfAnotherHost),
        DifferenceRule.When("(0002,0002) and (0002,0003) are those of an item", OfAnItem),
        new("fresh UID", FreshUid),
        DifferenceRule.When(
            "fresh PatientName",
            (d, c) => d.Tag == DicomTag.PatientName && c.Request.IsAnonymization && d.IsTopLevel
                && BothAre(d, FreshIdentifiers.IsNumberedName)),
        new("fresh PatientID", FreshPatientId),
        .. DeliberateDifferences.Rules,
        .. RequestedDifferences.Rules,
    ];

    private static bool BothAre(Difference difference, Func<string, bool> condition) =>
        difference is { BuiltIn: { } builtIn, Plugin: { } plugin } && builtIn.VR == plugin.VR
        && condition(builtIn.Text) && condition(plugin.Text);

    private static bool MethodOfAnotherHost(Difference difference, DataSetComparison comparison) =>
        difference.Tag == DicomTag.DeidentificationMethod && difference.IsTopLevel && comparison.Request.IsAnonymization
        && difference is { BuiltIn: { } builtIn, Plugin: { } plugin } && builtIn.VR == plugin.VR
        && builtIn.Text.StartsWith(comparison.BuiltInSoftware, StringComparison.Ordinal)
        && plugin.Text == comparison.PluginSoftware + builtIn.Text[comparison.BuiltInSoftware.Length..];

    private static string? FreshUid(Difference difference, DataSetComparison comparison)
    {
        var source = difference.Source?.Text ?? string.Empty;
        // The file meta information may lack the UID, or have a different one from its data set.
        if (difference.Tag == DicomTag.MediaStorageSOPInstanceUID && difference.Plugin is not null)
        {
            return difference.Plugin.Text == comparison.Plugin[DicomTag.SOPInstanceUID]?.Text
                && (difference.BuiltIn?.Text == comparison.BuiltIn[DicomTag.SOPInstanceUID]?.Text
                    || DeliberateDifferences.HasForeignVR(comparison.Source[DicomTag.SOPInstanceUID]))
                ? string.Empty
                : "(0002,0003) is not the SOP Instance UID of the data set";
        }

        if (!BothAre(difference, FreshIdentifiers.IsUid) || difference.BuiltInKeptIt || difference.PluginKeptIt
            || source.Contains('\\', StringComparison.Ordinal) || !FreshIdentifiers.IsOwnUid(difference.Plugin!.Text))
        {
            return null;
        }

        var fault = comparison.Identifiers.Note(
            source, KindOf(difference.Tag), difference.BuiltIn!.Text, difference.Plugin.Text);
        return fault is not null && DeliberateDifferences.BuiltInBreaksReference(source, comparison)
            && comparison.Identifiers.PluginMaps(source, difference.Plugin.Text)
            ? string.Empty
            : fault ?? string.Empty;
    }

    /// <summary>The built-in takes the first one that it finds, even in a sequence before that of the data set.</summary>
    private static bool OfAnItem(Difference difference, DataSetComparison comparison)
    {
        var repeated = difference.Tag == DicomTag.MediaStorageSOPClassUID ? DicomTag.SOPClassUID
            : difference.Tag == DicomTag.MediaStorageSOPInstanceUID ? DicomTag.SOPInstanceUID
            : default;
        return repeated != default && difference is { BuiltIn: { } builtIn, Plugin: { } plugin }
            && plugin.Text == comparison.Plugin[repeated]?.Text
            && comparison.BuiltIn.Elements.FirstOrDefault(element => element.Tag == repeated) is { } first
            && !first.IsTopLevel && builtIn.Text == first.Text;
    }

    private static string KindOf(DicomTag tag) => tag == DicomTag.StudyInstanceUID ? "study"
        : tag == DicomTag.SeriesInstanceUID ? "series"
        : "instance";

    private static string? FreshPatientId(Difference difference, DataSetComparison comparison) =>
        difference.Tag == DicomTag.PatientID && comparison.Request.IsAnonymization
            && BothAre(difference, FreshIdentifiers.IsUuid)
            ? comparison.Identifiers.Note(
                $"PatientID {difference.Source?.Text}", "patient", difference.BuiltIn!.Text, difference.Plugin!.Text)
                    ?? string.Empty
            : null;
}
