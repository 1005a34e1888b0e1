// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Cleaning;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Identity;

/// <summary>
/// What in an instance says who the patient, the study and the staff are, read once, for who takes it out of text and for
/// who looks whether it is still there.
/// </summary>
internal sealed class CollectedIdentity : IIdentityCollector
{
    private readonly List<IdentityStatement> _statements = [];
    private readonly HashSet<(DicomTag Tag, IdentityKind Kind, string Word)> _known = [];
    private DataElement _element;

    private CollectedIdentity()
    {
    }

    /// <summary>What was said.</summary>
    public IReadOnlyList<IdentityStatement> Statements => _statements;

    /// <summary>An element of which nobody knows what words it holds.</summary>
    public DicomTag? Unreadable { get; private set; }

    /// <summary>Reads an instance, before anything is taken from it.</summary>
    /// <param name="root">The instance.</param>
    /// <param name="plan">What is going to be done to it.</param>
    public static CollectedIdentity Of(DicomDataset root, ModificationPlan plan)
    {
        var identity = new CollectedIdentity();
        IdentifyingWords.Collect(root, plan, identity);
        return identity;
    }

    /// <inheritdoc/>
    public void Begin(in DataElement element, bool isReadable)
    {
        _element = element;
        if (!isReadable)
        {
            Unreadable ??= element.Tag;
        }
    }

    /// <inheritdoc/>
    public void Add(IdentityKind kind, string word)
    {
        if (_known.Add((_element.Tag, kind, word)))
        {
            _statements.Add(new(_element, kind, word, [.. IdentifyingWord.Of(kind, word)], null));
        }
    }

    /// <inheritdoc/>
    public void Add(CalendarDate date, bool isBirth) => _statements.Add(new(_element, default, string.Empty, [], (date, isBirth)));
}

/// <summary>A word or a date of an element.</summary>
/// <param name="Element">The element.</param>
/// <param name="Kind">What the word says of somebody.</param>
/// <param name="Text">The word as it stands there; empty for a date.</param>
/// <param name="Words">Its spellings.</param>
/// <param name="Date">The date, and whether it says when somebody was born; null for a word.</param>
internal sealed record IdentityStatement(
    DataElement Element, IdentityKind Kind, string Text, IdentifyingWord[] Words, (CalendarDate Day, bool IsBirth)? Date);
