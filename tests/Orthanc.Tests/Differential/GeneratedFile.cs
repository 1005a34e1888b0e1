// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc.Tests.Differential;

/// <summary>
/// A generated instance: elements of every VR, nested sequences and private blocks, in several character sets and transfer
/// syntaxes, with some faults that occur in real files.
/// </summary>
internal sealed class GeneratedFile
{
    private const int DeepestItem = 4;

    private static readonly Implementation Maker = new("1.2.826.0.1.3680043.9.9", "TEST");

    /// <summary>A creator whose elements are in Orthanc's dictionary, none of them with the VR SQ.</summary>
    private const string InDictionary = "GEMS_IDEN_01";

    private static readonly string[] Creators = ["MAKER", "ACME 1.1", "READING ROOM", InDictionary];

    /// <summary>Groups of private elements.</summary>
    private static readonly ushort[] PrivateGroups = [0x0009, 0x0019, 0x0029, 0x7FE1];

    /// <summary>Public tags that are not in PS3.6.</summary>
    private static readonly uint[] UnknownTags = [0x0010_FF14, 0x0020_FFFE, 0x0044_7777, 0x0300_1234];

    private readonly SeededChoice _choice;
    private readonly string _root;
    private readonly SpecificCharacterSet _characterSet;
    private readonly ByteOrder _order;

    private GeneratedFile(SeededChoice choice, string root, SpecificCharacterSet characterSet, ByteOrder order)
    {
        _choice = choice;
        _root = root;
        _characterSet = characterSet;
        _order = order;
    }

    /// <summary>Values of (0008,0005).</summary>
    public static IReadOnlyList<string> CharacterSets { get; } =
    [
        "", "ISO_IR 100", "ISO_IR 192", "ISO_IR 101", "ISO_IR 144", "ISO_IR 13", "ISO_IR 126", "ISO_IR 138", "GB18030",
        @"\ISO 2022 IR 87", @"\ISO 2022 IR 149", @"ISO 2022 IR 6\ISO 2022 IR 100",
    ];

    /// <summary>Makes a file.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="number">The number of the file.</param>
    public static byte[] Make(ulong seed, int number)
    {
        var choice = new SeededChoice(seed, "file", number);
        var syntax = choice.Weighted(
            (50, TransferSyntax.ExplicitLittleEndian), (25, TransferSyntax.ImplicitLittleEndian),
            (15, TransferSyntax.ExplicitBigEndian), (10, TransferSyntax.DeflatedExplicitLittleEndian));
        var terms = choice.Of(CharacterSets);
        _ = SpecificCharacterSet.TryParse(terms.Length == 0 ? "ISO_IR 100" : terms, out var characterSet);
        var root = string.Create(CultureInfo.InvariantCulture, $"1.2.826.0.1.3680043.9.{seed % 1_000_000}.{number}");
        using var file = DicomFile.Create(syntax);
        new GeneratedFile(choice, root, characterSet, syntax.ByteOrder).Fill(file.Dataset, terms);
        using var bytes = file.Write(Maker);
        return bytes.AsSpan().ToArray();
    }

    private void Fill(DicomDataset dataset, string terms)
    {
        AddElements(dataset, _choice.From(4, 25));
        AddSequences(dataset, 1, _choice.From(0, 4));
        if (_choice.Percent(60))
        {
            AddPrivateBlock(dataset);
        }

        if (_choice.Percent(15))
        {
            Set(dataset, new DicomTag(_choice.Of(UnknownTags)), _choice.Of(DicomVR.LO, DicomVR.UN, DicomVR.UI));
        }

        AddCurveOrOverlay(dataset);
        AddIdentity(dataset, terms);
        AddPixels(dataset);
    }

    private void AddIdentity(DicomDataset dataset, string terms)
    {
        dataset.Remove(DicomTag.SpecificCharacterSet);
        if (terms.Length > 0)
        {
            SetText(dataset, DicomTag.SpecificCharacterSet, terms);
        }

        SetText(dataset, DicomTag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.7");
        SetText(dataset, DicomTag.SOPInstanceUID, $"{_root}.3");
        SetText(dataset, DicomTag.StudyInstanceUID, $"{_root}.1");
        SetText(dataset, DicomTag.SeriesInstanceUID, $"{_root}.2");
        SetText(dataset, DicomTag.PatientID, _choice.Percent(8) ? "" : "P-4711");
        if (_choice.Percent(92))
        {
            Set(dataset, DicomTag.PatientName, DicomVR.PN);
        }

        SetText(dataset, new DicomTag(0x0010_0030), "19700102");
        SetText(dataset, new DicomTag(0x0008_0060), "OT");
    }

    private void AddPixels(DicomDataset dataset)
    {
        SetNumber(dataset, 0x0028_0002, 1);
        SetText(dataset, new DicomTag(0x0028_0004), "MONOCHROME2");
        SetNumber(dataset, 0x0028_0010, 2);
        SetNumber(dataset, 0x0028_0011, 2);
        SetNumber(dataset, 0x0028_0100, 16);
        SetNumber(dataset, 0x0028_0101, 16);
        SetNumber(dataset, 0x0028_0102, 15);
        SetNumber(dataset, 0x0028_0103, (ushort)(_choice.Percent(30) ? 1 : 0));
        dataset.Set(DicomTag.PixelData, DicomVR.OW, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 });
    }

    private void AddElements(DicomDataset dataset, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var entry = KnownTags.Any(_choice);
            if (entry.VR is not (DicomVR.SQ or DicomVR.UN) && entry.Tag != DicomTag.PixelData
                && entry.Tag != DicomTag.SpecificCharacterSet)
            {
                Set(dataset, entry.Tag, entry.VR);
            }
        }

        for (var i = _choice.From(0, 6); i > 0; i--)
        {
            var tag = _choice.Of(KnownTags.Usual);
            if (KnownTags.VROf(tag) is not DicomVR.SQ and var vr)
            {
                Set(dataset, tag, vr);
            }
        }
    }

    private void AddSequences(DicomDataset dataset, int depth, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var tag = _choice.Percent(40)
                ? _choice.Of([.. KnownTags.Usual.Where(usual => KnownTags.VROf(usual) == DicomVR.SQ)])
                : KnownTags.Of(DicomVR.SQ, _choice).Tag;
            if (_choice.Percent(3) && !dataset.IsImplicitVR)
            {
                // Items hidden in a UN element (PS3.5 6.2.2), which are always Implicit VR Little Endian.
                dataset.Set(tag, DicomVR.UN, ItemAsBytes());
                continue;
            }

            var sequence = dataset.SetSequence(tag);
            for (var items = _choice.From(0, 3); items > 0; items--)
            {
                FillItem(sequence.AddItem(), depth);
            }
        }
    }

    private void FillItem(DicomDataset item, int depth)
    {
        AddElements(item, _choice.From(0, 5));
        if (_choice.Percent(40))
        {
            // A reference to the file's own study, series or instance, or to something else.
            SetText(item, new DicomTag(0x0008_1150), "1.2.840.10008.5.1.4.1.1.7");
            SetText(item, new DicomTag(0x0008_1155), $"{_root}.{_choice.From(1, 5)}");
        }

        foreach (var tag in KnownTags.Identifiers)
        {
            if (_choice.Percent(8))
            {
                SetText(item, tag, tag == DicomTag.PatientID ? _choice.Of("P-4711", "P-4712")
                    : $"{_root}.{_choice.From(1, 5)}");
            }
        }

        if (_choice.Percent(15))
        {
            AddPrivateBlock(item);
        }

        if (depth < DeepestItem && _choice.Percent(40))
        {
            AddSequences(item, depth + 1, _choice.From(1, 2));
        }
    }

    private void AddPrivateBlock(DicomDataset dataset)
    {
        var group = _choice.Of(PrivateGroups);
        var block = _choice.From(0x10, 0x12);
        var creator = _choice.Of(Creators);
        if (_choice.Percent(92))
        {
            SetText(dataset, new DicomTag(group, (ushort)block), creator);
        }

        for (var i = _choice.From(1, 4); i > 0; i--)
        {
            var tag = new DicomTag(group, (ushort)((block << 8) | _choice.From(0, 5)));
            if (creator != InDictionary && _choice.Percent(12))
            {
                AddElements(dataset.SetSequence(tag).AddItem(), 2);
            }
            else
            {
                Set(dataset, tag, _choice.Of(DicomVR.LO, DicomVR.UN, DicomVR.DS, DicomVR.US, DicomVR.UI, DicomVR.OB));
            }
        }
    }

    private void AddCurveOrOverlay(DicomDataset dataset)
    {
        if (_choice.Percent(10))
        {
            SetNumber(dataset, 0x6000_0010, 2);
            Set(dataset, new DicomTag(0x6000_4000), DicomVR.LT);
            Set(dataset, new DicomTag(0x6000_3000), DicomVR.OW);
        }

        if (_choice.Percent(5))
        {
            SetNumber(dataset, 0x5000_0005, 2);
        }
    }

    /// <summary>Sets an element, occasionally with a VR that it should not have.</summary>
    private void Set(DicomDataset dataset, DicomTag tag, DicomVR vr)
    {
        if (_choice.Percent(3))
        {
            vr = _choice.Of(DicomVR.UN, DicomVR.LO, DicomVR.OB);
        }

        dataset.Set(tag, vr, GeneratedValue.InFile(vr, _characterSet, _order, _choice));
    }

    private static void SetText(DicomDataset dataset, DicomTag tag, string text) =>
        dataset.Set(tag, KnownTags.VROf(tag), Encoding.ASCII.GetBytes(text));

    private void SetNumber(DicomDataset dataset, uint tag, ushort number)
    {
        byte[] bytes = [(byte)number, (byte)(number >> 8)];
        if (_order == ByteOrder.BigEndian)
        {
            bytes.AsSpan().Reverse();
        }

        dataset.Set(new DicomTag(tag), DicomVR.US, bytes);
    }

    private byte[] ItemAsBytes()
    {
        var uid = Encoding.ASCII.GetBytes($"{_root}.4".PadRight(2 * ((_root.Length + 3) / 2), '\0'));
        byte[] element = [0x08, 0x00, 0x55, 0x11, (byte)uid.Length, 0, 0, 0, .. uid];
        return [0xFE, 0xFF, 0x00, 0xE0, (byte)element.Length, 0, 0, 0, .. element];
    }
}
