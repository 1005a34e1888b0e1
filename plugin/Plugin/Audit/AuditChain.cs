// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;

namespace OrthancDeid.Plugin.Audit;

/// <summary>
/// The lines of an audit file, checked from the first one on. Each has a number, and the hash of the line before.
/// </summary>
internal sealed class AuditChain
{
    /// <summary>The member with the number of a line, from 1.</summary>
    public const string NumberMember = "Number";

    /// <summary>The member with the hash of the line before.</summary>
    public const string PreviousMember = "Previous";

    private const int BufferSize = 1 << 20;

    private long _lines;

    /// <summary>The number of the last line. It counts the lines of this file and of the files that it continues.</summary>
    public long Count { get; private set; }

    /// <summary>The hash of the last line.</summary>
    public string Last { get; private set; } = LineHash.OfNothing;

    /// <summary>The length in bytes of all whole lines.</summary>
    public long Length { get; private set; }

    /// <summary>What follows the last whole line: a part of a line that was being written when the power failed.</summary>
    public byte[] Torn { get; private set; } = [];

    /// <summary>The chain of an empty file that continues this one.</summary>
    public AuditChain Next() => new() { Count = Count, Last = Last };

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="FormatException">
    /// A line was changed or removed, or is not an entry. The message says which line.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static AuditChain Read(Stream file)
    {
        var chain = new AuditChain();
        var rest = new List<byte>();
        var buffer = new byte[BufferSize];
        int read;
        while ((read = file.Read(buffer)) > 0)
        {
            var bytes = buffer.AsSpan(0, read);
            int end;
            while ((end = bytes.IndexOf((byte)'\n')) >= 0)
            {
                rest.AddRange(bytes[..end]);
                chain.Add([.. rest]);
                rest.Clear();
                bytes = bytes[(end + 1)..];
            }

            rest.AddRange(bytes);
        }

        chain.Torn = [.. rest];
        return chain;
    }

    /// <summary>Adds a line that was written.</summary>
    public void Append(ReadOnlySpan<byte> line)
    {
        Count++;
        Last = LineHash.Of(line);
        Length += line.Length + 1;
    }

    private void Add(byte[] line)
    {
        var number = ++_lines;
        try
        {
            using var document = JsonDocument.Parse(line);
            var json = document.RootElement;
            if (number == 1 && json.TryGetProperty("Event", out var what) && what.ValueEquals(AuditEvents.FileBegins))
            {
                // This line says which file it continues. Whoever has that file can compare.
                Count = json.GetProperty(NumberMember).GetInt64() - 1;
                Last = json.GetProperty(PreviousMember).GetString() ?? string.Empty;
            }

            if (json.GetProperty(PreviousMember).GetString() != Last)
            {
                throw new FormatException(
                    number == 1 ? "line 1 is not the first one that was written: lines before it are gone"
                        : $"line {number} does not follow line {number - 1}: one of them was changed, or lines between them are gone");
            }

            if (json.GetProperty(NumberMember).GetInt64() != Count + 1)
            {
                throw new FormatException($"line {number} has another number");
            }
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"line {number} is no entry of an audit", fault);
        }

        Append(line);
    }
}
