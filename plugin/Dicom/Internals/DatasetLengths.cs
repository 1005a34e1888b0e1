// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Dicom.Internals;

/// <summary>
/// How many bytes data sets, items and sequences take when they are written. Measuring does not recurse.
/// </summary>
internal static class DatasetLengths
{
    private const long LongestDefinedLength = 0xFFFF_FFFE;

    /// <summary>
    /// Computes the size of a data set, and stores the lengths of everything that was edited below it.
    /// </summary>
    public static long Measure(DicomDataset root)
    {
        var edited = new List<DicomDataset>();
        if (root.IsEdited)
        {
            edited.Add(root);
        }

        for (var i = 0; i < edited.Count; i++)
        {
            foreach (ref readonly var record in edited[i].Records)
            {
                if (record.Content is DicomSequence { IsEdited: true } sequence)
                {
                    for (var item = 0; item < sequence.Count; item++)
                    {
                        if (sequence[item].IsEdited)
                        {
                            edited.Add(sequence[item]);
                        }
                    }
                }
            }
        }

        // The list has each data set before the ones inside it, so in reverse order the inner ones come first.
        for (var i = edited.Count - 1; i >= 0; i--)
        {
            MeasureElements(edited[i]);
        }

        return Of(root);
    }

    /// <summary>The size of a data set in bytes, after <see cref="Measure"/>.</summary>
    public static long Of(DicomDataset dataset) =>
        dataset.IsEdited ? dataset.MeasuredLength : dataset.SourceLength;

    /// <summary>
    /// The number of bytes to add: 1 to make a length even, or 8 for the empty item that replaces an emptied offset
    /// table.
    /// </summary>
    public static int PaddingOf(in ElementRecord record, long length) => !record.IsEncapsulated ? (int)(length & 1)
        : record.Content == ElementRecord.EmptyOffsetTable ? 8 : 0;

    private static void MeasureElements(DicomDataset dataset)
    {
        var total = 0L;
        foreach (ref readonly var record in dataset.Records)
        {
            if (record.IsAsRead)
            {
                total += record.HeaderLength + record.Length;
            }
            else if (record.Content is DicomSequence sequence)
            {
                MeasureItems(sequence);
                total += dataset.Encoding.HeaderLength(record.VR) + sequence.MeasuredLength;
            }
            else
            {
                var length = record.ValueLength;
                total += dataset.Encoding.HeaderLength(record.VR) + length + PaddingOf(in record, length);
            }
        }

        dataset.MeasuredLength = total;
    }

    private static void MeasureItems(DicomSequence sequence)
    {
        var total = 0L;
        for (var i = 0; i < sequence.Count; i++)
        {
            var item = sequence[i];
            var length = Of(item);
            item.HasUndefinedLength |= length > LongestDefinedLength;
            total += 8 + length + (item.HasUndefinedLength ? 8 : 0);
        }

        sequence.HasUndefinedLength |= total > LongestDefinedLength;
        sequence.MeasuredLength = total + (sequence.HasUndefinedLength ? 8 : 0);
    }
}
