// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Comparison;

/// <summary>An element that differs between the two answers.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Source">The element in the source file; null if it is absent.</param>
/// <param name="BuiltIn">The element in the answer of Orthanc's own route; null if it is absent.</param>
/// <param name="Plugin">The element in the plugin's answer; null if it is absent.</param>
internal sealed record Difference(string Path, ListedElement? Source, ListedElement? BuiltIn, ListedElement? Plugin)
{
    /// <summary>The element, from whichever side has it.</summary>
    public ListedElement Any => BuiltIn ?? Plugin!;

    /// <summary>The tag.</summary>
    public DicomTag Tag => Any.Tag;

    /// <summary>Whether it is outside any sequence.</summary>
    public bool IsTopLevel => Any.IsTopLevel;

    /// <summary>Whether the built-in left the element as it was.</summary>
    public bool BuiltInKeptIt => Source is not null && BuiltIn is not null && BuiltIn.HasValueOf(Source);

    /// <summary>Whether the plugin left the element as it was.</summary>
    public bool PluginKeptIt => Source is not null && Plugin is not null && Plugin.Equivalent(Source);

    /// <summary>The element in the source and in both answers.</summary>
    public override string ToString() =>
        $"{Path}: source {Show(Source)}, built-in {Show(BuiltIn)}, plugin {Show(Plugin)}";

    private static string Show(ListedElement? element) => element?.ToString() ?? "none";
}
