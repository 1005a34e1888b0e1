// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using NUnit.Framework;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Rules;

/// <summary>
/// The fifty elements by which Aryanto et al. compared ten toolkits (Eur Radiol 2015;25:3685): what is left of each, by
/// default and with each option. The test generates the table in docs/aryanto-2015.md.
/// </summary>
public class AryantoElementTests
{
    private const string Heading = "| tag | element | retained by |\n|---|---|---|\n";

    private static readonly string[] Editions = ["2023b", "2024e"];

    private static readonly ConfidentialityOptions[] Options = [.. DeidentificationCode.Options.Order()];

    [TestCaseSource(nameof(Editions))]
    public void None_of_the_fifty_holds_its_value_by_default(string edition)
    {
        var elements = Elements().ToArray();
        Assert.That(elements, Has.Length.EqualTo(50));
        foreach (var (tag, keyword) in elements)
        {
            Assert.That(IsLeft(tag, $$"""{"DicomVersion":"{{edition}}"}"""), Is.False, keyword);
        }
    }

    [Test]
    public void The_table_says_what_each_option_retains()
    {
        var table = new StringBuilder(Heading);
        foreach (var (tag, keyword) in Elements())
        {
            var retaining = Options.Where(option =>
                Editions.All(edition => IsLeft(tag, $$"""{"DicomVersion":"{{edition}}","Options":["{{option}}"]}""")));
            var some = Options.Where(option =>
                Editions.Any(edition => IsLeft(tag, $$"""{"DicomVersion":"{{edition}}","Options":["{{option}}"]}""")));
            Assert.That(some, Is.EqualTo(retaining), $"{keyword}: both editions agree");
            table.Append(CultureInfo.InvariantCulture, $"| ({tag}) | {keyword} | {string.Join(", ", retaining)} |\n");
        }

        Assert.That(Document(), Does.EndWith(table.ToString()));
    }

    /// <summary>Whether the value of an element, at the top level or in an item, survives.</summary>
    private static bool IsLeft(DicomTag tag, string request)
    {
        using var file = Sample.Create();
        Put(file.Dataset, tag);
        Put(file.Dataset.Item(Tags.ReferencedImageSequence), tag);
        using var anonymized = PseudonymTests.Anonymize(file, request, PseudonymTests.Key('a'));
        return Holds(anonymized.Dataset, tag) | Holds(anonymized.Dataset.At(Tags.ReferencedImageSequence), tag);
    }

    private static void Put(DicomDataset dataset, DicomTag tag)
    {
        var vr = RepresentationOf(tag);
        if (vr == DicomVR.SQ)
        {
            dataset.Item(tag).With(new(0x0008, 0x0104), DicomVR.LO, Original(DicomVR.LO));
        }
        else
        {
            dataset.With(tag, vr, Original(vr));
        }
    }

    private static bool Holds(DicomDataset dataset, DicomTag tag) => dataset.TryGet(tag, out var element)
        && (element.Sequence is { } items ? items.Count > 0 : dataset.Text(tag) == Original(RepresentationOf(tag)));

    private static string Original(DicomVR vr) => vr == DicomVR.DA ? "20010203"
        : vr == DicomVR.DT ? "20010203112233"
        : vr == DicomVR.TM ? "112233"
        : vr == DicomVR.AS ? "042Y"
        : vr == DicomVR.CS ? "F"
        : "ORIGINAL";

    private static DicomVR RepresentationOf(DicomTag tag) => ElementDictionary.Standard.TryGet(tag, out var entry)
        ? entry.VR
        : throw new InvalidOperationException($"{tag} is not in the dictionary");

    /// <summary>The fifty elements, from the document's lines "| (gggg,eeee) | keyword | options |".</summary>
    private static IEnumerable<(DicomTag Tag, string Keyword)> Elements() =>
        from row in Document()[(Document().IndexOf(Heading, StringComparison.Ordinal) + Heading.Length)..]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        let cells = row.Split('|', StringSplitOptions.TrimEntries)
        let tag = DicomTag.TryParse(cells[1].Trim('(', ')'), out var parsed)
            ? parsed
            : throw new InvalidDataException($"{cells[1]} is no tag")
        select (tag, cells[2]);

    // The build copies it.
    private static string Document() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "aryanto-2015.md"));
}
