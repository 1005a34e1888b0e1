// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Values.Replacements;

/// <summary>Writes given elements into a file, sequences without recursion.</summary>
internal sealed class ReplacementWriter
{
    private readonly DicomFile _file;
    private readonly DatasetText _text;
    private readonly Stack<(DicomDataset Item, List<Replacement> Elements)> _unfilled = new();

    /// <summary>Makes a writer into a file.</summary>
    public ReplacementWriter(DicomFile file)
    {
        _file = file;
        _text = new DatasetText(file);
    }

    /// <summary>Sets an element, and all that its value holds.</summary>
    /// <param name="dataset">Where: the data set of the file or an item in it.</param>
    /// <param name="replacement">The element.</param>
    /// <exception cref="RequestException">The value does not fit this data set.</exception>
    public void Write(DicomDataset dataset, Replacement replacement)
    {
        WriteShallow(dataset, replacement);
        while (_unfilled.TryPop(out var next))
        {
            foreach (var element in next.Elements)
            {
                WriteShallow(next.Item, element);
            }
        }
    }

    /// <summary>Sets an element to a text.</summary>
    /// <inheritdoc cref="Write"/>
    public void WriteText(DicomDataset dataset, DicomTag tag, DicomVR vr, string text) =>
        Set(dataset, tag, vr, _text.Encode(dataset, tag, vr, text));

    /// <summary>Deletes (0008,0005) and converts the text to the character set that is then in force.</summary>
    public void RemoveCharacterSet(DicomDataset dataset) => _text.RemoveCharacterSet(dataset);

    private void WriteShallow(DicomDataset dataset, Replacement replacement)
    {
        var vr = replacement.VR;
        var tag = replacement.PrivateCreator.Length == 0
            ? replacement.Tag
            : PrivateBlocks.Reserve(dataset, replacement.Tag, replacement.PrivateCreator);
        switch (replacement.Value)
        {
            case SequenceValue sequence:
                WriteItems(dataset.SetSequence(tag), sequence);
                break;
            case EmptyValue when vr == DicomVR.SQ:
                dataset.SetSequence(tag);
                break;
            case EmptyValue when tag == DicomTag.SpecificCharacterSet:
                _text.SetCharacterSet(dataset, string.Empty);
                break;
            case TextValue terms when tag == DicomTag.SpecificCharacterSet:
                _text.SetCharacterSet(dataset, terms.Text);
                break;
            case EmptyValue:
                ThrowIfCompressed(dataset, tag);
                Set(dataset, tag, vr, []);
                break;
            case TextValue pixels when tag == DicomTag.PixelData:
                ThrowIfCompressed(dataset, tag);
                var bytesOfText = _text.Encode(dataset, tag, vr, pixels.Text);
                Set(dataset, tag, vr, InOrderOf(dataset, ReplacementReader.OfPixels(tag, bytesOfText)));
                break;
            case TextValue text:
                Set(dataset, tag, vr, _text.Encode(dataset, tag, vr, text.Text));
                break;
            case BytesValue bytes:
                Set(dataset, tag, vr, bytes.Bytes);
                break;
            case NumbersValue numbers:
                ThrowIfCompressed(dataset, tag);
                Set(dataset, tag, vr, InOrderOf(dataset, numbers));
                break;
            case SignByPixelValue numbers:
                WriteWithSign(dataset, tag, numbers);
                break;
        }
    }

    private void WriteItems(DicomSequence sequence, SequenceValue value)
    {
        foreach (var elements in value.Items)
        {
            _unfilled.Push((sequence.AddItem(), elements));
        }
    }

    private static void Set(DicomDataset dataset, DicomTag tag, DicomVR vr, byte[] value)
    {
        // The file's header repeats two UIDs, and always has a VR (PS3.10 7.1).
        var hasVR = !dataset.IsImplicitVR || tag == DicomTag.SOPClassUID || tag == DicomTag.SOPInstanceUID;
        var longest = (hasVR ? vr : DicomVR.UN).MaximumLength();
        if (value.Length > longest)
        {
            throw new RequestException(
                RequestFault.BadFormat,
                $"Member \"Replace\": the value for tag ({tag}) has {value.Length} bytes, VR {vr.Letters()} can hold {longest}");
        }

        dataset.Set(tag, vr, value);
    }

    private static byte[] InOrderOf(DicomDataset dataset, NumbersValue numbers)
    {
        if (dataset.ByteOrder == ByteOrder.LittleEndian)
        {
            return numbers.LittleEndian;
        }

        var swapped = (byte[])numbers.LittleEndian.Clone();
        for (var i = 0; i < swapped.Length; i += numbers.UnitSize)
        {
            swapped.AsSpan(i, numbers.UnitSize).Reverse();
        }

        return swapped;
    }

    private static void WriteWithSign(DicomDataset dataset, DicomTag tag, SignByPixelValue value)
    {
        var isSigned = HasSignedPixels(dataset);
        var bytes = new byte[value.Numbers.Length * 2];
        for (var i = 0; i < value.Numbers.Length; i++)
        {
            var number = value.Numbers[i];
            if (isSigned ? number > short.MaxValue : number < 0)
            {
                throw new RequestException(
                    RequestFault.BadFormat,
                    $"Member \"Replace\": tag ({tag}) has out-of-range value: \"{number}\", "
                    + $"Pixel Representation says that it is {(isSigned ? "signed" : "unsigned")}");
            }

            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(i * 2), unchecked((ushort)number));
        }

        Set(dataset, tag, isSigned ? DicomVR.SS : DicomVR.US, InOrderOf(dataset, new NumbersValue(bytes, 2)));
    }

    /// <summary>Pixel Representation of the data set, else of the nearest one around it that has it.</summary>
    private static bool HasSignedPixels(DicomDataset dataset)
    {
        for (var around = dataset; around is not null; around = around.Parent?.Owner)
        {
            if (around.TryGet(DicomTag.PixelRepresentation, out var element) && element is { Sequence: null, Length: 2 })
            {
                return element.Value[around.ByteOrder == ByteOrder.LittleEndian ? 0 : 1] == 1;
            }
        }

        return false;
    }

    /// <summary>
    /// Native pixel data in a file whose transfer syntax says it is compressed would be unreadable (PS3.5 A.4).
    /// </summary>
    private void ThrowIfCompressed(DicomDataset dataset, DicomTag tag)
    {
        if (tag == DicomTag.PixelData && dataset == _file.Dataset && !_file.TransferSyntax.IsNative)
        {
            throw new RequestException(
                RequestFault.Refused,
                $"Member \"Replace\": tag ({tag}) cannot be given as bytes, the transfer syntax of the instance is compressed");
        }
    }
}
