// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Text.Json;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.State;

/// <summary>
/// Packs the instances in the state of a job into one text per series: the host parses the state after each step and
/// keeps it in memory, and a job may have a million instances.
/// </summary>
internal static class PackedInstances
{
    // A result takes the number of its source, a byte of flags, and its SHA-1.
    private const int NumberSize = sizeof(int);
    private const int StoredSize = NumberSize + 1 + ResourceIdentifier.Size;
    private const byte TranscodedFlag = 1;
    private const byte WasThereFlag = 2;

    /// <summary>Writes sources in their order. Those of a series are adjacent.</summary>
    public static void WriteSources(Utf8JsonWriter json, IReadOnlyList<SourceInstance> sources)
    {
        json.WriteStartArray();
        for (var (first, next) = (0, 0); first < sources.Count; first = next)
        {
            while (next < sources.Count && sources[next].Series == sources[first].Series)
            {
                next++;
            }

            var packed = new byte[(next - first) * ResourceIdentifier.Size];
            for (var i = first; i < next; i++)
            {
                ResourceIdentifier.ToHash(sources[i].Id, packed.AsSpan((i - first) * ResourceIdentifier.Size));
            }

            WriteSeries(json, sources[first].Series, packed);
        }

        json.WriteEndArray();
    }

    /// <summary>Reads what <see cref="WriteSources"/> wrote.</summary>
    /// <exception cref="Exception">It is something else.</exception>
    public static List<SourceInstance> ReadSources(JsonElement json)
    {
        var sources = new List<SourceInstance>();
        foreach (var entry in json.EnumerateArray())
        {
            var series = ReadSeries(entry, ResourceIdentifier.Size, out var packed);
            for (var rest = packed.AsSpan(); rest.Length > 0; rest = rest[ResourceIdentifier.Size..])
            {
                sources.Add(new SourceInstance(ResourceIdentifier.FromHash(rest), series));
            }
        }

        return sources;
    }

    /// <summary>Writes the results.</summary>
    /// <param name="json">Takes it.</param>
    /// <param name="stored">The instances, with the numbers of their sources.</param>
    public static void WriteStored(Utf8JsonWriter json, IEnumerable<(int Number, StoredInstance Instance)> stored)
    {
        json.WriteStartArray();
        foreach (var series in stored.GroupBy(one => one.Instance.Series))
        {
            var packed = new byte[series.Count() * StoredSize];
            var rest = packed.AsSpan();
            foreach (var (number, instance) in series)
            {
                BinaryPrimitives.WriteInt32LittleEndian(rest, number);
                rest[NumberSize] = (byte)((instance.IsTranscoded ? TranscodedFlag : 0)
                    | (instance.WasThere ? WasThereFlag : 0));
                ResourceIdentifier.ToHash(instance.Id, rest[(NumberSize + 1)..]);
                rest = rest[StoredSize..];
            }

            WriteSeries(
                json, series.Key, packed, PackMarks([.. series.Select(one => one.Instance.File)]),
                PackMarks([.. series.Select(one => one.Instance.SourceFile)]));
        }

        json.WriteEndArray();
    }

    /// <summary>Reads what <see cref="WriteStored"/> wrote.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="count">How many sources there are.</param>
    /// <returns>The result of each source; null for none.</returns>
    /// <exception cref="Exception">It is something else.</exception>
    public static StoredInstance?[] ReadStored(JsonElement json, int count)
    {
        var stored = new StoredInstance?[count];
        foreach (var entry in json.EnumerateArray())
        {
            var series = ReadSeries(entry, StoredSize, out var packed);

            var files = ReadMarks(entry, "Files");
            var sourceFiles = ReadMarks(entry, "SourceFiles");
            for (var rest = packed.AsSpan(); rest.Length > 0; rest = rest[StoredSize..])
            {
                var flags = rest[NumberSize];
                stored[BinaryPrimitives.ReadInt32LittleEndian(rest)] =
                    new StoredInstance(ResourceIdentifier.FromHash(rest[(NumberSize + 1)..]), series)
                    {
                        IsTranscoded = (flags & TranscodedFlag) != 0,
                        WasThere = (flags & WasThereFlag) != 0,
                        File = NextMark(ref files),
                        SourceFile = NextMark(ref sourceFiles),
                    };
            }
        }

        return stored;
    }

    private static void WriteSeries(
        Utf8JsonWriter json, IndexedSeries series, byte[] packed, ReadOnlySpan<byte> files = default,
        ReadOnlySpan<byte> sourceFiles = default)
    {
        json.WriteStartObject();
        json.WriteString("Series", series.Id);
        json.WriteString("Study", series.Study);
        json.WriteString("Patient", series.Patient);
        json.WriteBase64String("Instances", packed);
        if (files.Length > 0)
        {
            json.WriteBase64String("Files", files);
        }

        if (sourceFiles.Length > 0)
        {
            json.WriteBase64String("SourceFiles", sourceFiles);
        }

        json.WriteEndObject();
    }

    /// <returns>The marks, zeros for unknown ones; empty if none is known.</returns>
    private static byte[] PackMarks(FileMark?[] marks)
    {
        if (Array.TrueForAll(marks, mark => mark is null))
        {
            return [];
        }

        var packed = new byte[marks.Length * FileMark.Size];
        for (var i = 0; i < marks.Length; i++)
        {
            marks[i].GetValueOrDefault().Write(packed.AsSpan(i * FileMark.Size));
        }

        return packed;
    }

    // The first versions did not write marks.
    private static ReadOnlySpan<byte> ReadMarks(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var marks) ? marks.GetBytesFromBase64() : default;

    private static FileMark? NextMark(ref ReadOnlySpan<byte> left)
    {
        if (left.Length == 0)
        {
            return null;
        }

        var mark = FileMark.Read(left);
        left = left[FileMark.Size..];
        return mark == default ? null : mark;
    }

    private static IndexedSeries ReadSeries(JsonElement entry, int size, out byte[] packed)
    {
        packed = entry.GetProperty("Instances").GetBytesFromBase64();
        return packed.Length % size == 0
            ? new IndexedSeries(Text(entry, "Series"), Text(entry, "Study"), Text(entry, "Patient"))
            : throw new JsonException("The instances of a series end within one of them.");
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
