// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Standard;

/// <summary>PS3.15 Table E.3.10-1: private elements without patient data, by their creator.</summary>
internal static class SafePrivateElements
{
    /// <summary>Masks the number of the block, which each data set chooses (PS3.5 7.8.1).</summary>
    private const uint WithoutBlock = 0xFFFF_00FF;

    private static readonly Dictionary<(string Creator, uint Tag), DicomVR> Table = Read();
    private static readonly HashSet<string> Creators = [.. Table.Keys.Select(row => row.Creator)];

    /// <summary>Whether the table names elements of a creator.</summary>
    public static bool HasCreator(string creator) => Creators.Contains(creator);

    /// <summary>Whether an element is safe, and which VR it has.</summary>
    /// <param name="creator">The creator of its block, without padding.</param>
    /// <param name="tag">A private data element, in any block.</param>
    /// <param name="vr">The VR in the table.</param>
    public static bool TryGet(string creator, DicomTag tag, out DicomVR vr) =>
        Table.TryGetValue((creator, tag.Value & WithoutBlock), out vr);

    private static Dictionary<(string Creator, uint Tag), DicomVR> Read()
    {
        var table = new Dictionary<(string Creator, uint Tag), DicomVR>();
        var creators = Encoding.ASCII.GetString(SafePrivateTable.Creators).Split('|');
        var row = 0;
        for (var i = 0; i < creators.Length; i++)
        {
            for (var end = row + SafePrivateTable.Counts[i]; row < end; row++)
            {
                table.Add((creators[i], SafePrivateTable.Tags[row]), (DicomVR)SafePrivateTable.VRs[row]);
            }
        }

        return table;
    }
}
