// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests.Tags;

namespace OrthancDeid.Deidentification.Requests.Derived;

/// <summary>An element that gets a value made of values of the file. Immutable.</summary>
/// <param name="Target">The element; without steps one at the top level.</param>
/// <param name="Template">What it becomes.</param>
internal sealed record Derivation(TagPath Target, DerivedTemplate Template)
{
    /// <summary>Whether it stands at the top level.</summary>
    public bool IsTopLevel => Target.Steps.Count == 0;
}
