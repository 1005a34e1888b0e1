// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Comparison;

/// <summary>An element that the two answers do not have alike.</summary>
/// <param name="Path">Its place.</param>
/// <param name="Source">The element in the file that was asked about; null if it is not there.</param>
/// <param name="BuiltIn">In the answer of Orthanc's own route.</param>
/// <param name="Plugin">In the answer of the plugin.</param>
internal sealed record Difference(string Path, ListedElement? Source, ListedElement? BuiltIn, ListedElement? Plugin)
{
    /// <summary>The element on whichever side has it.</summary>
    public ListedElement Any => BuiltIn ?? Plugin!;

    /// <summary>The tag.</summary>
    public DicomTag Tag => Any.Tag;

    /// <summary>Whether it stands in no sequence.</summary>
    public bool IsTopLevel => Any.IsTopLevel;

    /// <summary>Whether the built-in left the element as it was.</summary>
    public bool BuiltInKeptIt => Source is not null && BuiltIn is not null && BuiltIn.HasValueOf(Source);

    /// <summary>Whether the plugin left the element as it was.</summary>
    public bool PluginKeptIt => Source is not null && Plugin is not null && Plugin.Equivalent(Source);

    /// <summary>The three sides.</summary>
    public override string ToString() =>
        $"{Path}: source {Show(Source)}, built-in {Show(BuiltIn)}, plugin {Show(Plugin)}";

    private static string Show(ListedElement? element) => element?.ToString() ?? "none";
}
