// SPDX-License-Identifier: GPL-3.0-or-later

using CsCheck;
using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests;

/// <summary>Properties of every data set, tested on random ones.</summary>
public sealed class CodecPropertyTests
{
    private const int Depth = 4;

    private static readonly string[] VRs =
        ["AE", "AT", "CS", "DA", "FD", "FL", "IS", "LO", "LT", "OB", "OW", "PN", "SH", "UI", "UL", "UN", "US", "UT",
            "UV"];

    // No group is 0002 in either byte order: that would be meta information.
    private static readonly Gen<Node> Trees = Gen.Recursive<Node>((depth, nodes) => Gen
        .Select(
            Gen.UInt[4, 0x7FE0],
            Gen.UInt[1, 0xFFFF],
            Gen.Int[0, VRs.Length - 1],
            Gen.Byte.Array[0, 12],
            Gen.Bool,
            depth < Depth ? nodes.Array[0, 3].Array[0, 3] : Gen.Const<Node[][]>([]))
        .Select((group, element, vr, value, isUndefined, items) =>
            new Node(((group | 4) << 16) | element, VRs[vr], value, isUndefined, items.Length > 0 ? items : null)));

    private static readonly Gen<RawDataset> Datasets =
        Gen.Select(Trees.Array[1, 6], Gen.Int[0, 2])
            .Select((nodes, encoding) => Raw(nodes, encoding == 1, encoding == 2));

    [Test]
    public void Writing_what_was_read_gives_the_same_bytes() => Datasets.Sample(raw =>
    {
        using var file = DicomFile.Parse(raw.File());
        return Written.Dataset(file).AsSpan().SequenceEqual(raw.Bytes);
    });

    [Test]
    public void An_edit_gives_the_same_before_and_after_a_round_trip() => Datasets.Sample(raw =>
    {
        using var once = DicomFile.Parse(raw.File());
        using var twice = DicomFile.Parse(Written.Bytes(once));
        foreach (var file in (DicomFile[])[once, twice])
        {
            foreach (var dataset in file.Dataset.SelfAndDescendants())
            {
                dataset.Set(DicomTag.PatientID, DicomVR.LO, "NEW"u8.ToArray());
                dataset.RemoveWhere(element => element.Tag.IsPrivate);
            }
        }

        using var again = DicomFile.Parse(Written.Bytes(once));
        return Written.Dataset(once).AsSpan().SequenceEqual(Written.Dataset(twice))
            && Written.Dataset(again).AsSpan().SequenceEqual(Written.Dataset(once));
    });

    [Test]
    public void Any_damage_is_read_or_refused_with_a_place_inside_the_file() =>
        Gen.Select(Datasets, Gen.Select(Gen.Int[0, 4096], Gen.Byte).Array[1, 8]).Sample((raw, damages) =>
        {
            var bytes = raw.File();
            foreach (var (place, value) in damages)
            {
                // Starts at the value of (0002,0010): changes before it change what counts as meta information.
                bytes[160 + (place % (bytes.Length - 160))] = value;
            }

            try
            {
                using var file = DicomFile.Parse(bytes);
                if (file.TransferSyntax.IsDeflated)
                {
                    return true;
                }

                using var again = DicomFile.Parse(Written.Bytes(file));
                return Written.Dataset(again).AsSpan().SequenceEqual(Written.Dataset(file));
            }
            catch (DicomFormatException fault)
            {
                return fault.Offset >= 0 && fault.Offset <= bytes.Length;
            }
        });

    private static RawDataset Raw(IEnumerable<Node> nodes, bool isImplicit, bool isBigEndian)
    {
        var raw = new RawDataset(isImplicit, isBigEndian);
        foreach (var node in nodes.DistinctBy(node => node.Tag).OrderBy(node => node.Tag))
        {
            // Items of undefined length are read as a sequence only in implicit data sets, where nothing else is known;
            // explicit ones need SQ.
            if (node.Items is not { } items)
            {
                raw.Element(node.Tag, node.VR, node.Value.Length % 2 == 0 ? node.Value : node.Value[1..]);
            }
            else
            {
                var below = items.Select(item => Raw(item, isImplicit, isBigEndian)).ToArray();
                _ = node.IsUndefined || isImplicit
                    ? raw.UndefinedSequence(node.Tag, "SQ", below)
                    : raw.Sequence(node.Tag, "SQ", below);
            }
        }

        return raw;
    }

    private sealed record Node(uint Tag, string VR, byte[] Value, bool IsUndefined, Node[][]? Items);
}
