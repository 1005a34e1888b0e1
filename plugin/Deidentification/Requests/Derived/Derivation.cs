// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests.Tags;

namespace OrthancDeid.Deidentification.Requests.Derived;

/// <summary>An element whose value is derived from values of the file. Immutable.</summary>
/// <param name="Target">The element. It is at the top level if its path has no steps.</param>
/// <param name="Template">The template of its new value.</param>
internal sealed record Derivation(TagPath Target, DerivedTemplate Template)
{
    /// <summary>Whether the element is at the top level.</summary>
    public bool IsTopLevel => Target.Steps.Count == 0;
}
