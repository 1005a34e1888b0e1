// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Comparison;

/// <summary>
/// Checks an anonymized file against Table E.1-1 without any other implementation: at every depth, what the table names is
/// removed, emptied or mapped, and everything else is unchanged. For requests without Replace, Remove and Keep.
/// </summary>
internal sealed class ProfileReading
{
    private readonly ProfileTable _table;
    private readonly ListedFile _source;
    private readonly ListedFile _result;
    private readonly bool _keepsPrivate;
    private readonly List<string> _faults = [];
    private readonly Dictionary<string, string> _newOf = [];
    private readonly Dictionary<string, string> _originalOf = [];

    private ProfileReading(ListedFile source, ListedFile result, string edition, bool keepsPrivate)
    {
        _table = ProfileTable.Of(edition);
        _source = source;
        _result = result;
        _keepsPrivate = keepsPrivate;
    }

    /// <summary>What is wrong with an anonymized file, one fault per line; empty if nothing is.</summary>
    /// <param name="source">The file before the anonymization.</param>
    /// <param name="result">The file after it.</param>
    /// <param name="edition">The edition of the table.</param>
    /// <param name="keepsPrivate">Whether private elements were to be kept.</param>
    public static IReadOnlyList<string> Faults(ListedFile source, ListedFile result, string edition, bool keepsPrivate)
    {
        var reading = new ProfileReading(source, result, edition, keepsPrivate);
        reading.CheckEachOfSource();
        reading.CheckNothingIsNew();
        return reading._faults;
    }

    private void CheckEachOfSource()
    {
        string? below = null;
        foreach (var element in _source.Elements.Where(e => e.Tag.Group != 0x0002 && !e.Tag.IsGroupLength))
        {
            if (below is not null && element.Path.StartsWith(below, StringComparison.Ordinal))
            {
                continue;
            }

            var result = _result[element.Path];
            // The elements of a sequence that is removed or emptied are removed with it.
            below = result?.Items is > 0 ? null : $"{element.Path}[";
            if (Fault(element, result) is { } fault)
            {
                _faults.Add($"{element.Path}: {fault}; source {element}, result {result?.ToString() ?? "none"}");
            }
        }
    }

    private string? Fault(ListedElement source, ListedElement? result)
    {
        if (source.Tag.IsPrivate)
        {
            return _keepsPrivate == (result is not null) ? null : _keepsPrivate
                ? "private, not kept" : "private, not removed";
        }

        return source.Tag switch
        {
            _ when source.Tag == DicomTag.PatientID => Mapped(source, result, FreshIdentifiers.IsUuid, "PatientID "),
            _ when source.Tag == DicomTag.PatientName => NameFault(source, result),
            // The edition of 2008 does not name them, but they always get new values, at every depth, as in the built-in.
            _ when IsIdentifier(source.Tag) => UidFault(source, result),
            { Value: 0x0012_0062 or 0x0012_0063 } when source.IsTopLevel => null,

            // Removed from pixel data that has no fragments.
            { Value: 0x7FE0_0001 or 0x7FE0_0002 or 0x7FE0_0003 } when result is null => null,
            _ => _table.ActionOf(source.Tag) switch
            {
                ProfileAction.Remove => result is null ? null : "not removed",
                ProfileAction.Empty => EmptyFault(source, result),
                ProfileAction.MapUid => UidFault(source, result),
                ProfileAction.Clean => result is not null
                    && (result.Equivalent(source) || result.Text.Length < source.Text.Length) ? null : "not cleaned",
                _ => result is not null && (result.Equivalent(source) || WholePixels.AreAllOf(_source, source, result))
                    ? null : "changed",
            },
        };
    }

    private static bool IsIdentifier(DicomTag tag) =>
        tag == DicomTag.StudyInstanceUID || tag == DicomTag.SeriesInstanceUID || tag == DicomTag.SOPInstanceUID;

    private string? NameFault(ListedElement source, ListedElement? result) =>
        result is null ? "the name is gone"
        : source.IsTopLevel ? (FreshIdentifiers.IsNumberedName(result.Text) ? null : "not a new name")
        : source.Text.Length > 0 && source.Text == _source[DicomTag.PatientName]?.Text
            ? (result.Text == _result[DicomTag.PatientName]?.Text ? null : "not the new name of the patient")
        : result.IsEmpty ? null : "not emptied";

    private static string? EmptyFault(ListedElement source, ListedElement? result)
    {
        var isText = ElementDictionary.Standard.TryGet(source.Tag, out var entry) && entry.VR.IsText();
        return source.IsTopLevel || isText
            ? (result is { IsEmpty: true } ? null : "not emptied")
            : (result is null ? null : "not removed, though a value in a sequence that is not text cannot be emptied");
    }

    private string? UidFault(ListedElement source, ListedElement? result)
    {
        if (source.IsEmpty)
        {
            return result is null or { IsEmpty: true } || source.IsTopLevel ? null : "an empty UID got a value";
        }

        return result?.Text == source.Text && !IsIdentifier(source.Tag)
            && source.Text.StartsWith("1.2.840.10008.", StringComparison.Ordinal)
            ? null
            : Mapped(source, result, FreshIdentifiers.IsOwnUid, string.Empty);
    }

    private string? Mapped(ListedElement source, ListedElement? result, Func<string, bool> isFresh, string kind)
    {
        if (result is null)
        {
            return "removed, not mapped";
        }

        string[] originals = source.Text.Split('\\');
        string[] values = result.Text.Split('\\');
        if (originals.Length != values.Length && kind.Length == 0)
        {
            return "another number of values";
        }

        foreach (var (original, value) in kind.Length == 0
            ? originals.Zip(values) : [(kind + source.Text, result.Text)])
        {
            if (!isFresh(value))
            {
                return "not a new identifier";
            }

            if ((!_newOf.TryAdd(original, value) && _newOf[original] != value)
                || (!_originalOf.TryAdd(value, original) && _originalOf[value] != original))
            {
                return "not the new identifier that this original has elsewhere";
            }
        }

        return null;
    }


    private void CheckNothingIsNew()
    {
        foreach (var element in _result.Elements.Where(e => e.Tag.Group != 0x0002 && _source[e.Path] is null))
        {
            var isAllowed = element.IsTopLevel
                && (element.Tag.Value is 0x0012_0062 or 0x0012_0063 || element.Tag == DicomTag.PatientName
                    || IsIdentifier(element.Tag));
            // In the source, a sequence stored as UN is read as bytes.
            var isDecoded = element.Path.Contains('[', StringComparison.Ordinal)
                && _source[element.Path[..element.Path.LastIndexOf('[')]] is { VR: DicomVR.UN, Items: null };
            if (!isAllowed && !isDecoded)
            {
                _faults.Add($"{element.Path}: made up; {element}");
            }
        }
    }
}
