// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Editing.Planned;

/// <summary>
/// Which elements a request keeps or sets, by a tag, by a private creator, or by a path. Immutable, and safe for use by
/// several threads.
/// </summary>
internal sealed class NamedElements
{
    private readonly ModificationRequest _request;
    private readonly PlannedDerivation[] _derived;
    private readonly HashSet<DicomTag> _keptInItems;
    private readonly HashSet<DicomTag> _givenInItems;
    private readonly PrivateElementName[] _keptByCreator;
    private readonly PrivateElementName[] _givenByCreator;
    private readonly PrivateElementName[] _givenByCreatorInItems;

    /// <summary>Reads the names of the elements from a plan.</summary>
    public NamedElements(ModificationPlan plan)
    {
        _request = plan.Request;
        _derived = plan.Derived;
        _keptInItems = [.. _request.KeptPaths.Where(path => path.Name.Private is null).Select(path => path.Tag)];
        _givenInItems = [.. plan.PathReplacements.Select(given => given.Path.Tag)];
        _keptByCreator = [.. _request.KeptPaths.Select(path => path.Name.Private).OfType<PrivateElementName>()];
        _givenByCreator = [.. plan.PrivateReplacements.Select(given => given.Name)];
        _givenByCreatorInItems = [.. plan.PrivatePathReplacements.Select(given => given.Replacement.Name)];
    }

    /// <summary>Whether the request keeps an element, by its tag, by its creator, or by a path that ends in it.</summary>
    public bool Keep(in DataElement element)
    {
        var isInSequence = element.Dataset.Parent is not null;
        return _request.Keeps(element.Tag) || _request.KeepsPrivate(in element)
            || (isInSequence && (_keptInItems.Contains(element.Tag) || IsAny(_keptByCreator, in element)));
    }

    /// <summary>
    /// Whether the request sets an element to a value of its own or to a hash, by its tag, by its creator, or by a path
    /// that ends in it.
    /// </summary>
    public bool Give(in DataElement element)
    {
        var isInSequence = element.Dataset.Parent is not null;
        return (isInSequence ? _givenInItems.Contains(element.Tag) : _request.Replaces(element.Tag))
            || (element.Tag.IsPrivateData && IsAny(isInSequence ? _givenByCreatorInItems : _givenByCreator, in element))
            || IsDerived(in element, openly: false);
    }

    /// <summary>
    /// Whether an element is derived from values of the file without hashing them, so that it may reveal them.
    /// </summary>
    public bool DeriveOpenly(in DataElement element) => IsDerived(in element, openly: true);

    private static bool IsAny(PrivateElementName[] names, in DataElement element)
    {
        foreach (var name in names)
        {
            if (name.Names(in element))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsDerived(in DataElement element, bool openly)
    {
        var isInSequence = element.Dataset.Parent is not null;
        var (isAny, isOpen) = (false, false);
        foreach (var one in _derived)
        {
            if (one.Derivation.IsTopLevel != isInSequence
                && (one.Derivation.Target.Name.Private is { } name ? name.Names(in element) : one.Tag == element.Tag))
            {
                isAny = true;
                isOpen |= !one.Derivation.Template.IsHashed;
            }
        }

        return isAny && isOpen == openly;
    }
}
