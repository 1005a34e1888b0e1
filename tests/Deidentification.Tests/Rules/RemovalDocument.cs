// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;
using static OrthancDeid.Tests.PublishedTables;

namespace OrthancDeid.Deidentification.Tests.Rules;

/// <summary>Writes <c>docs/what-is-removed.md</c>: what the plugin's own rules do with every attribute of PS3.6.</summary>
internal static class RemovalDocument
{
    private static readonly string[] Editions = ["2008", "2017c", "2021b", "2023b", "2024e"];

    private static readonly string[] Options = [.. DeidentificationCode.Options.Order().Select(option => option.ToString())];

    private static readonly HostSettings Host = PseudonymTests.Settings(PseudonymTests.Key('a'));

    /// <summary>Writes the document.</summary>
    public static string Write()
    {
        var plans = Editions.Select(edition => Plan($"\"DicomVersion\":\"{edition}\"")).ToArray();
        var options = Options.Select(option => Plan($"\"DicomVersion\":\"2024e\",\"Options\":[\"{option}\"]")).ToArray();
        var text = new StringBuilder(Head);
        text.Append("\n| tag | attribute | class | ").AppendJoin(" | ", Editions).Append(" | with options |\n|")
            .Insert(text.Length, "---|", Editions.Length + 4).Append('\n');
        var named = Array.ConvertAll(Editions, edition => Profile(edition).Select(row => row.Pattern).ToHashSet());
        var staying = new List<ClassRow>();
        foreach (var row in Classes().Where(row => row.Tag.Group is > 0x0007 or 0x0004).OrderBy(row => row.Tag))
        {
            var letters = Array.ConvertAll(plans, plan => LetterOf(plan, row.Tag));
            var withOptions = Options.Zip(options, (name, plan) => (Name: name, Letter: LetterOf(plan, row.Tag)))
                .Where(option => option.Letter != letters[^1])
                .Select(option => $"{option.Name}: {(option.Letter == Stays ? "stays" : option.Letter)}")
                .ToArray();
            if (Array.TrueForAll(letters, letter => letter == Stays) && withOptions.Length == 0)
            {
                staying.Add(row);
                continue;
            }

            text.Append(CultureInfo.InvariantCulture, $"| {TagText(row)} | {row.Keyword} | {row.Class} | ")
                .AppendJoin(" | ", letters.Zip(named, (letter, names) => letter == Stays || IsNamed(names, row) ? letter : letter + ByClass)).Append(" | ").AppendJoin("; ", withOptions).Append(" |\n");
        }

        text.Append("\n## What stays in every edition\n");
        foreach (var ofClass in staying.GroupBy(row => row.Class).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### {ofClass.Key} ({ofClass.Count()})\n\n")
                .AppendJoin(
                    ",\n", ofClass.Where(row => row.Keyword.Length > 0).Select(row => row.Keyword).Chunk(4).Select(four => string.Join(", ", four)))
                .Append(".\n");
        }

        return text.ToString();
    }

    private const string Stays = "·";
    private const string ByClass = "+";

    private const string Head = """
        # What is removed

        Every attribute of PS3.6 (2024e), its class, and what each edition of the profile makes of it. A test writes this
        page from the tables and the rules of the plugin, and fails if it says anything else. The classes stand, with their
        reasons, in `plugin/Deidentification/Standard/Tables/attribute-classes.csv`.

        What the table of PS3.15 names follows the table of the edition. What no table names follows its class. Private
        attributes go, but for the safe ones with `RetainSafePrivate`, and so does whatever is public and in no dictionary.

        - `X`: deleted
        - `Z`: emptied
        - `D`: replaced by a value that says nothing
        - `U`: each UID by a new one, the same for the same original
        - `C`: stays without what identifies somebody in the file
        - `S`: shifted, by as many days as all dates of the patient
        - `N`: the new name or number of the patient, or of the study
        - `·`: stays; the items of a sequence follow their own rules
        - `+` behind a letter: no table of that edition names the attribute, so Orthanc's own anonymization leaves it

        The columns of the editions are those of a request with nothing but `DicomVersion`; 2023b is that of `{}`. With
        2024e objects stay valid, so there are dummies: `D` and `Z` are what is valid in every object. Where the definition of an
        object does not need the attribute it is deleted if the table of PS3.15 lets it be, and where it needs a value `X` and `Z`
        become one that says nothing. The last column says what an option of 2024e changes, alone.

        """;

    /// <summary>Whether a table of an edition names an attribute.</summary>
    private static bool IsNamed(HashSet<string> patterns, ClassRow row) => patterns.Contains(row.Pattern)
        || (row.Pattern.StartsWith("50xx", StringComparison.Ordinal) && patterns.Contains("50xx-xxxx"));

    private static string TagText(ClassRow row) => $"({row.Pattern.Replace('-', ',')})";

    private static ModificationPlan Plan(string members) =>
        ModificationPlan.For(TestHost.Request($"{{{members}}}", Operation.Anonymize, Host));

    private static string LetterOf(ModificationPlan plan, DicomTag tag) => plan.RuleFor(tag, isInSequence: false).Action switch
    {
        ElementAction.Leave or ElementAction.Keep => Stays,
        ElementAction.Remove => "X",
        ElementAction.Clear => "Z",
        ElementAction.Dummy => "D",
        ElementAction.MapUid => "U",
        ElementAction.ShiftDate => "S",
        ElementAction.Clean => ElementDictionary.Standard.TryGet(tag, out var entry)
            && entry.VR is DicomVR.DA or DicomVR.DT or DicomVR.TM ? "S" : "C",
        _ => "N",
    };
}
