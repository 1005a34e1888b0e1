// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Hostile;

/// <summary>
/// Deliberately damaged files: those of a folder, such as the queue that fuzzing leaves, or else the small seeds of fuzzing,
/// damaged at random but in each run in the same way.
/// </summary>
internal static class HostileFiles
{
    private const int Seed = 20261123;
    private const int MostDamages = 8;
    private const int LongestPiece = 40;

    // Bytes that lengths and counts are likely to break on.
    private static readonly byte[] Odd = [0x00, 0x01, 0x20, 0x5C, 0x7F, 0x80, 0xFE, 0xFF];

    private static readonly DicomTag[] Identifiers =
        [DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID, DicomTag.SOPInstanceUID];

    /// <summary>A number of such files.</summary>
    /// <param name="folder">A folder with files; null for the seeds.</param>
    /// <param name="count">The number of files; those of a smaller folder are repeated.</param>
    public static IEnumerable<byte[]> Take(string? folder, int count)
    {
        var random = new Random(Seed);
        if (folder is not null)
        {
            var files = Directory.GetFiles(folder).Order(StringComparer.Ordinal).ToArray();
            random.Shuffle(files);
            byte[][] storable = [.. files.Select(File.ReadAllBytes).Where(IsStorable).Take(count)];
            return Enumerable.Range(0, storable.Length == 0 ? 0 : count)
                .Select(number => storable[number % storable.Length]);
        }

        byte[][] seeds = [SampleFile.Make(), .. ProjectFiles.FuzzingSeeds.Select(File.ReadAllBytes)];
        return Enumerable.Range(0, int.MaxValue)
            .Select(number => Damage(random, seeds[number % seeds.Length]))
            .Where(IsStorable).Take(count);
    }

    /// <summary>
    /// Whether Orthanc may store a file. It refuses others, and some of those make its own parser take gigabytes or crash
    /// Orthanc 1.10.1 and 1.12.7, without any plugin. Nothing can be learned from them.
    /// </summary>
    private static bool IsStorable(byte[] bytes)
    {
        try
        {
            using var file = DicomFile.Parse(bytes);
            return Identifiers.All(tag => file.Dataset.GetText(tag) is { Length: > 0 });
        }
        catch (DicomFormatException)
        {
            return false;
        }
    }

    private static byte[] Damage(Random random, byte[] file)
    {
        var bytes = new List<byte>(file);
        for (var damages = random.Next(1, MostDamages); damages > 0; damages--)
        {
            // The preamble and the prefix DICM stay: without them, Orthanc stores nothing.
            var at = random.Next(Math.Min(132, bytes.Count - 1), bytes.Count);
            var length = Math.Min(random.Next(1, LongestPiece), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = Odd[random.Next(Odd.Length)];
                    break;
                case 2:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 4 when bytes.Count - length > 200:
                    bytes.RemoveRange(at, length);
                    break;
                case 5 when at > 400:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }
}
