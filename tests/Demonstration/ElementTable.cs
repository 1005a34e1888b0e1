// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;

namespace OrthancDeid.Demonstration;

/// <summary>A table, 120 columns wide, of what became of each element of a file.</summary>
internal static class ElementTable
{
    private const int PathWidth = 24;
    private const int NameWidth = 28;
    private const int ValueWidth = 26;

    private enum Outcome
    {
        Kept,
        Replaced,
        Emptied,
        Removed,
        Added,
    }

    /// <summary>Writes a row for every element of the file before and after, and a line of totals.</summary>
    public static void Write(
        TextWriter to, DicomDataset before, DicomDataset after, IReadOnlyDictionary<DicomTag, string> names)
    {
        var old = ListedElement.AllOf(before).ToLookup(element => element.SortKey);
        var now = ListedElement.AllOf(after).ToLookup(element => element.SortKey);
        var totals = new int[Enum.GetValues<Outcome>().Length];
        WriteRow(to, "", "Element", "Name", "Before", "After");
        WriteRow(to, "--------", new('-', PathWidth), new('-', NameWidth), new('-', ValueWidth), new('-', ValueWidth));
        foreach (var key in old.Concat(now).Select(elements => elements.Key).Distinct().Order(StringComparer.Ordinal))
        {
            // A broken file can hold an element twice.
            for (var i = 0; i < Math.Max(old[key].Count(), now[key].Count()); i++)
            {
                var outcome = WriteElement(to, old[key].ElementAtOrDefault(i), now[key].ElementAtOrDefault(i), names);
                totals[(int)outcome]++;
            }
        }

        to.WriteLine();
        to.WriteLine(string.Join(", ", Enum.GetValues<Outcome>().Reverse()
            .Select(outcome => $"{totals[(int)outcome]} {Word(outcome)}")));
    }

    private static Outcome WriteElement(
        TextWriter to, ListedElement? before, ListedElement? after, IReadOnlyDictionary<DicomTag, string> names)
    {
        var outcome = OutcomeOf(before, after);
        var element = (before ?? after)!;
        var value = outcome switch
        {
            Outcome.Removed => "",
            Outcome.Kept => "=",
            Outcome.Emptied => "(empty)",
            _ => Shown(after),
        };
        WriteRow(to, Word(outcome), ClipStart(element.Path, PathWidth), NameOf(element, names), Shown(before), value);
        return outcome;
    }

    private static Outcome OutcomeOf(ListedElement? before, ListedElement? after) =>
        before is null ? Outcome.Added
        : after is null ? Outcome.Removed
        : before.Length == after.Length && before.Digest == after.Digest ? Outcome.Kept
        : after.Length == 0 ? Outcome.Emptied
        : Outcome.Replaced;

    private static string NameOf(ListedElement element, IReadOnlyDictionary<DicomTag, string> names) =>
        element.Tag.IsPrivateCreator ? "private creator"
        : element.PrivateCreator is { } creator ? "private: " + creator
        : element.Tag.IsPrivate ? "private"
        : names.GetValueOrDefault(element.Tag, "");

    private static string Shown(ListedElement? element) =>
        element is null ? ""
        : element.Length == 0 ? "(empty)"
        : element.IsUID ? ClipStart(element.Value, ValueWidth)
        : element.Value;

    private static string Word(Outcome outcome) => outcome.ToString().ToLowerInvariant();

    private static void WriteRow(TextWriter to, string outcome, string path, string name, string before,
        string after) =>
        to.WriteLine($"{outcome,-8}  {path,-PathWidth}  {Clip(name, NameWidth),-NameWidth}  "
            + $"{Clip(before, ValueWidth),-ValueWidth}  {Clip(after, ValueWidth)}".TrimEnd());

    private static string Clip(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "…";

    private static string ClipStart(string text, int width) => text.Length <= width ? text : "…" + text[^(width - 1)..];
}
