// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Encodings.Jpeg;

/// <summary>The state of a component while its scan is read and written.</summary>
/// <param name="component">The component.</param>
/// <param name="dc">The Huffman tables of its DC coefficients.</param>
/// <param name="ac">The Huffman tables of its AC coefficients.</param>
/// <param name="fills">For each box of the mask, the DC coefficient of a block with its value throughout.</param>
internal sealed class ScanComponent(
    JpegComponent component,
    (HuffmanTable Read, HuffmanTable Written) dc,
    (HuffmanTable Read, HuffmanTable Written) ac,
    int[] fills)
{
    /// <summary>The last DC coefficients of the old and the new frame, from which the next ones are predicted.</summary>
    private int _old;
    private int _new;

    /// <summary>The component.</summary>
    public JpegComponent Component => component;

    /// <summary>Begins an interval.</summary>
    public void Restart() => (_old, _new) = (0, 0);

    /// <summary>Reads a block, and writes it unchanged or masked.</summary>
    /// <param name="reader">The old frame.</param>
    /// <param name="writer">The new frame.</param>
    /// <param name="box">The index of the box that masks it; −1 if none does.</param>
    public void Block(ref EntropyReader reader, ref EntropyWriter writer, int box)
    {
        writer.BeginBlock();
        reader.Fill();
        _old += Difference(ref reader);
        var value = box < 0 ? _old : fills[box];
        writer.PutDifference(dc.Written, value - _new);
        _new = value;
        if (box < 0)
        {
            Copy(ref reader, ref writer);
        }
        else
        {
            Skip(ref reader);
            writer.Put(ac.Written.Codes[0], ac.Written.Lengths[0]);
        }

        if (reader.IsBeyond)
        {
            throw Broken("is cut off");
        }
    }

    private int Difference(ref EntropyReader reader)
    {
        var size = reader.Symbol(dc.Read);
        if (size > 15)
        {
            throw Broken("has a DC coefficient that is too large");
        }

        if (size == 0)
        {
            return 0;
        }

        var bits = (int)reader.Take(size);
        return bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;
    }

    /// <summary>Copies the AC coefficients. A size of 0 means the end of the block, or 16 zeros.</summary>
    private void Copy(ref EntropyReader reader, ref EntropyWriter writer)
    {
        var codes = ac.Written.Codes;
        var lengths = ac.Written.Lengths;
        for (var place = 1; place < 64;)
        {
            reader.Fill();
            var symbol = reader.Symbol(ac.Read);
            var size = symbol & 0xF;
            writer.Put(((uint)codes[symbol] << size) | reader.Take(size), lengths[symbol] + size);
            if (symbol == 0)
            {
                return;
            }

            place = After(place, symbol);
        }
    }

    private void Skip(ref EntropyReader reader)
    {
        for (var place = 1; place < 64;)
        {
            reader.Fill();
            var symbol = reader.Symbol(ac.Read);
            reader.Take(symbol & 0xF);
            if (symbol == 0)
            {
                return;
            }

            place = After(place, symbol);
        }
    }

    private static int After(int place, int symbol)
    {
        place += (symbol >> 4) + 1;
        return place <= 64 && ((symbol & 0xF) != 0 || symbol == 0xF0)
            ? place
            : throw Broken("has more coefficients than a block");
    }

    private static PixelDataException Broken(string reason) => new(PixelFault.Broken, $"a JPEG frame {reason}");
}

/// <summary>Masks a scan (ISO/IEC 10918-1 A.2, F.2).</summary>
/// <param name="header">The header of the frame.</param>
/// <param name="components">The components of the scan.</param>
/// <param name="mask">What is masked.</param>
/// <param name="interval">The number of MCUs in a restart interval; 0 if there are none.</param>
internal sealed class JpegScan(JpegFrameHeader header, ScanComponent[] components, UnitMask mask, int interval)
{
    /// <summary>Reads the entropy-coded data of the scan, and writes the masked data.</summary>
    /// <param name="frame">The old frame.</param>
    /// <param name="at">The offset of the data.</param>
    /// <param name="output">Receives the new data.</param>
    /// <returns>The offset from which to look for the next marker.</returns>
    /// <exception cref="PixelDataException">The data is broken.</exception>
    public int Mask(ReadOnlySpan<byte> frame, int at, FrameBuffer output)
    {
        var reader = new EntropyReader(frame, at);
        var writer = new EntropyWriter(output);
        var isAlone = components.Length == 1;
        var (across, down) = isAlone
            ? (header.BlocksAcross(components[0].Component), header.BlocksDown(components[0].Component))
            : (header.UnitsAcross, header.UnitsDown);
        var (left, restarts) = (interval, 0);
        for (var row = 0; row < down; row++)
        {
            var (unitWidth, unitHeight) = isAlone ? (components[0].Component.Across, components[0].Component.Down) : (1, 1);
            var boxes = mask.Row(row / unitHeight);
            for (var column = 0; column < across; column++)
            {
                if (interval > 0 && left-- == 0)
                {
                    left = interval - 1;
                    reader.Restart(restarts);
                    writer.Restart(restarts++);
                    foreach (var component in components)
                    {
                        component.Restart();
                    }
                }

                var box = boxes[column / unitWidth];
                if (isAlone)
                {
                    components[0].Block(ref reader, ref writer, box);
                    continue;
                }

                foreach (var component in components)
                {
                    for (var block = component.Component.Across * component.Component.Down; block > 0; block--)
                    {
                        component.Block(ref reader, ref writer, box);
                    }
                }
            }
        }

        writer.End();
        return reader.At;
    }
}
