// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using CsCheck;
using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Keys;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Editing;

/// <summary>Properties of every data set, whatever the order of its elements, and however often a tag occurs.</summary>
public sealed class EditPropertyTests
{
    private const int Samples = 300;

    private static readonly string[] Requests =
    [
        "{}",
        """{"DicomVersion":"2008"}""",
        """{"DicomVersion":"2017c"}""",
        """{"DicomVersion":"2021b"}""",
        """{"DicomVersion":"2024e"}""",
        """{"DicomVersion":"2024e","Conformant":false}""",
        """{"DicomVersion":"2017c","Conformant":true}""",
        """{"KeepPrivateTags":true,"Keep":["StudyDescription","0040,a730"],"Remove":["0042,0015"]}""",
        """{"Replace":{"PatientID":"Дюб","PatientName":"Ж"},"Force":true}""",
        """{"Options":["CleanDescriptors","CleanStructuredContent","CleanGraphics","RetainPatientCharacteristics"]}""",
        """{"Pseudonyms":true,"Options":["RetainSafePrivate","RetainUIDs","RetainDeviceIdentity","""
            + "\"RetainInstitutionIdentity\",\"RetainLongitudinalModifiedDates\"]}",
    ];

    private static readonly DicomTag[] Tags =
    [
        .. new uint[]
        {
            0x0008_0005, 0x0008_0014, 0x0008_0018, 0x0008_0020, 0x0008_0050, 0x0008_0080, 0x0008_0081, 0x0008_0082,
            0x0008_0090, 0x0008_1030, 0x0008_1140, 0x0009_0010, 0x0009_0011, 0x0009_1001, 0x0009_1002, 0x0010_0010,
            0x0010_0020, 0x0010_0030, 0x0010_4000, 0x0020_000D, 0x0020_0010, 0x0028_0010, 0x0028_0102, 0x0040_0275,
            0x0040_A075, 0x0040_A120, 0x0040_A124, 0x0040_A160, 0x0040_A730, 0x0042_0011, 0x0042_0012, 0x0042_0015,
            0x0070_0001, 0x0070_0002, 0x0070_0006, 0x0070_0008, 0x0400_0561, 0x0400_0565, 0x5000_3000, 0x6000_0010,
            0x6000_3000, 0x7FE0_0010, 0xFFFC_FFFC,
        }.Select(tag => new DicomTag(tag)),
    ];

    private static readonly string[] VRs =
        ["AE", "CS", "DA", "DS", "LO", "LT", "OB", "OW", "PN", "SH", "UI", "UL", "UN", "US", "UT", "??"];

    private static readonly string[] Texts =
        ["", "DOE^JOHN", "20200102", "1.2.3.4", "1.2.3\\1.2.4", "PID1", "ACME", "text/xml", "Secret", "M\u00fcller", "ISO_IR 100"];

    private static readonly IdentifierKey Key = IdentifierKey.Create();

    private static readonly Gen<Node> Nodes = Gen.Recursive<Node>((depth, nodes) => Gen
        .Select(
            OneOf(Tags), OneOf(VRs), OneOf(Texts), Gen.Bool,
            depth < 3 ? nodes.Array[0, 5].Array[0, 2] : Gen.Const<Node[][]>([]))
        .Select((tag, vr, text, hasItems, items) => new Node(tag, vr, text, hasItems && depth < 3 && tag != DicomTag.PixelData ? items : null)));

    private static readonly Gen<Node[]> Files = Gen.Select(Nodes.Array[0, 25], nodes => (Node[])
    [
        new(DicomTag.SOPInstanceUID, "UI", "1.2.3.1.1", null), new(DicomTag.StudyInstanceUID, "UI", "1.2.3", null),
        new(DicomTag.SeriesInstanceUID, "UI", "1.2.3.1", null), new(DicomTag.PatientName, "PN", "DOE^JOHN", null),
        new(DicomTag.PatientID, "LO", "PID1", null), .. nodes,
    ]).SelectMany(nodes => Gen.Shuffle(nodes));

    [TestCaseSource(nameof(Requests))]
    public void What_becomes_of_an_element_does_not_depend_on_where_it_stands(string request)
    {
        var plan = Plan(request);
        Files.Sample(
            nodes =>
            {
                var asTheyStand = Anonymized(plan, Bytes(nodes));
                var inOrder = Anonymized(plan, Bytes(Sorted(nodes)));
                return asTheyStand == inOrder
                    ? true
                    : throw new InvalidOperationException($"{asTheyStand}\nin the order of tags:\n{inOrder}");
            },
            iter: Samples);
    }

    [TestCase("{}")]
    [TestCase("""{"DicomVersion":"2008"}""")]
    [TestCase("""{"DicomVersion":"2017c"}""")]
    [TestCase("""{"DicomVersion":"2021b"}""")]
    [TestCase("""{"DicomVersion":"2024e"}""")]
    [TestCase("""{"DicomVersion":"2024e","Conformant":false}""")]
    public void Every_element_is_what_its_rule_says(string request)
    {
        var plan = Plan(request);
        Files.Sample(
            nodes =>
            {
                using var file = DicomFile.Parse(Bytes(nodes));
                using var old = DicomFile.Parse(Bytes(nodes));
                Apply(plan, file);
                using var made = TestHost.Reread(file);
                new FollowedRules(plan).Check(old.Dataset, made.Dataset);
            },
            iter: Samples);
    }

    private static Gen<T> OneOf<T>(T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static ModificationPlan Plan(string request) => ModificationPlan.For(
        TestHost.Request(request, Operation.Anonymize, PseudonymTests.Settings(PseudonymTests.Key('a'))));

    private static void Apply(ModificationPlan plan, DicomFile file) => plan.Apply(
        file, new IdentifierMap(plan.Request.PseudonymKey ?? Key, () => "Anonymized1"));

    private static string Anonymized(ModificationPlan plan, byte[] bytes)
    {
        try
        {
            using var file = DicomFile.Parse(bytes);
            Apply(plan, file);
            using var again = TestHost.Reread(file);
            var listed = Listed(again.Dataset);
            Assert.That(Listed(file.Dataset), Is.EqualTo(listed), "what is written is what was made");
            return listed;
        }
        catch (RequestException fault)
        {
            // Which of several elements the message names may depend on their order.
            return $"{fault.Fault}";
        }
    }

    /// <summary>The elements in the order of their tags; those with the same tag in the order of the data set.</summary>
    private static string Listed(DicomDataset dataset)
    {
        var elements = new List<(DicomTag Tag, string Text)>();
        foreach (var element in dataset)
        {
            var text = new StringBuilder($"{element.Tag} {element.VR.Letters()} ");
            if (element.Sequence is { } sequence)
            {
                foreach (var item in sequence)
                {
                    text.Append('[').Append(Listed(item)).Append(']');
                }
            }
            else
            {
                text.Append(Encoding.Latin1.GetString(element.Value).TrimEnd('\0', ' '));
            }

            elements.Add((element.Tag, text.ToString()));
        }

        return string.Join('\n', elements.OrderBy(element => element.Tag).Select(element => element.Text));
    }

    private static Node[] Sorted(IEnumerable<Node> nodes) =>
        [.. nodes.OrderBy(node => node.Tag).Select(node => node with { Items = node.Items?.Select(Sorted).ToArray() })];

    private static byte[] Bytes(IEnumerable<Node> nodes)
    {
        using var empty = DicomFile.Create(TransferSyntax.ExplicitLittleEndian).Write(new("1.2.3.4", "TEST"));
        return [.. empty.AsSpan(), .. Elements(nodes)];
    }

    private static byte[] Elements(IEnumerable<Node> nodes) => [.. nodes.SelectMany(node => node.Items is { } items
        ? RawElements.Items(node.Tag.Group, node.Tag.Element, [.. items.Select(Elements)])
        : node.VR is "OB" or "OW" or "UN" or "UT"
            ? RawElements.LongText(node.Tag.Group, node.Tag.Element, node.VR, node.Text)
            : RawElements.Text(node.Tag.Group, node.Tag.Element, node.VR, node.Text))];

    private sealed record Node(DicomTag Tag, string VR, string Text, Node[][]? Items);
}
