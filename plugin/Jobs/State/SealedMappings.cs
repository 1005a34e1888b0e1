// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Host;

namespace OrthancDeid.Jobs.State;

/// <summary>
/// Sealed mappings, kept in the database of the host until somebody deletes them, since their content is nowhere else.
/// Each has its content in one or more parts, and an entry that is written once all parts are there. If the host is
/// killed in between, parts may be left without that entry. The next run of the host deletes them. Thread-safe.
/// </summary>
/// <param name="logger">Logs what cannot be read.</param>
internal sealed class SealedMappings(ILogger logger)
{
    private const char PartSeparator = '/';
    private const char NumberSeparator = '-';

    // Some databases have difficulties with larger texts in one property.
    private const int PartSize = 1 << 20;

    /// <summary>The form of an entry, which is a mapping or a part of one.</summary>
    public static readonly StateForm Form = new("sealed mapping", Mark: "OrthancDeidMapping", Key: "Key", Oldest: 1, Newest: 1);

    private readonly JobJournal _journal = new(logger, countProperty: 25707, firstProperty: 0x4F47_0000, Form);
    private readonly Lock _lock = new();
    private bool _isSwept;

    /// <summary>All mappings, without their content.</summary>
    /// <exception cref="OrthancException">The host cannot read it.</exception>
    public IReadOnlyList<SealedMapping> All()
    {
        lock (_lock)
        {
            Sweep();
            return [.. _journal.Tokens().Where(key => !key.Contains(PartSeparator, StringComparison.Ordinal))
                .Select(Find).OfType<SealedMapping>().OrderBy(one => one.Made).ThenBy(one => one.Id, StringComparer.Ordinal)];
        }
    }

    /// <summary>The mappings of a job, in the order in which they were made.</summary>
    /// <param name="job">The token of the job.</param>
    /// <exception cref="OrthancException">The host cannot read it.</exception>
    public IReadOnlyList<SealedMapping> OfJob(string job)
    {
        lock (_lock)
        {
            // Somebody may have deleted the first one.
            return [.. _journal.Tokens().Select(key => (Key: key, Number: NumberOf(key, job))).Where(static one => one.Number is not null)
                .OrderBy(static one => one.Number).Select(one => Find(one.Key)).OfType<SealedMapping>()];
        }
    }

    /// <summary>Keeps the next mapping of a job.</summary>
    /// <param name="job">The token of the job.</param>
    /// <param name="form">The form of what is sealed.</param>
    /// <param name="covered">The numbers of the sources that it covers, as a set of bits.</param>
    /// <param name="content">The sealed mapping.</param>
    /// <exception cref="OrthancException">The host cannot write it; nothing of it is shown then.</exception>
    public void Add(string job, MappingForm form, byte[] covered, ReadOnlySpan<byte> content)
    {
        lock (_lock)
        {
            Sweep();
            var id = IdOf(job, (_journal.Tokens().Concat(_journal.Newer()).Max(key => NumberOf(key, job)) ?? -1) + 1);
            var parts = (content.Length + PartSize - 1) / PartSize;
            for (var part = 0; part < parts; part++)
            {
                var rest = content[(part * PartSize)..];
                Write(PartOf(id, part), rest[..Math.Min(PartSize, rest.Length)], static (json, bytes) => json.WriteBase64String("Data", bytes));
            }

            // Written last: whoever finds this entry can read all parts.
            Write(id, covered, (json, bits) =>
            {
                json.WriteNumber("Parts", parts);
                json.WriteString("Form", form.ToString());
                json.WriteString("Made", DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture));
                json.WriteBase64String("Covered", bits);
            });
        }
    }

    /// <summary>Reads a mapping.</summary>
    /// <returns>The sealed bytes; null if there is none.</returns>
    /// <exception cref="OrthancException">The host cannot read it, or a part is missing.</exception>
    public byte[]? Read(string id)
    {
        lock (_lock)
        {
            if (Find(id) is not { } found)
            {
                return null;
            }

            var content = new ArrayBufferWriter<byte>();
            for (var part = 0; part < found.Parts; part++)
            {
                using var json = JsonDocument.Parse(_journal.Find(PartOf(id, part)) ?? throw new OrthancException(
                    OrthancErrorCode.CorruptedFile, $"Part {part} of mapping {id} is missing in the database."));
                content.Write(json.RootElement.GetProperty("Data").GetBytesFromBase64());
            }

            return content.WrittenSpan.ToArray();
        }
    }

    /// <summary>Deletes a mapping.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="OrthancException">The host cannot read it.</exception>
    public bool Remove(string id)
    {
        lock (_lock)
        {
            if (Find(id) is not { } found)
            {
                return false;
            }

            _journal.Remove(id);
            for (var part = 0; part < found.Parts; part++)
            {
                _journal.Remove(PartOf(id, part));
            }

            return true;
        }
    }

    /// <summary>The path under which a client finds a mapping of a job.</summary>
    /// <param name="job">The token of the job.</param>
    /// <param name="number">Which of its mappings, from 0.</param>
    public static string PathOf(string job, int number) => $"/deid/mappings/{IdOf(job, number)}";

    /// <summary>Removes the parts that are left if the host was killed while it wrote or deleted a mapping.</summary>
    private void Sweep()
    {
        if (_isSwept)
        {
            return;
        }

        // A part may belong to a mapping of a newer version.
        var all = _journal.Tokens().Concat(_journal.Newer()).ToHashSet(StringComparer.Ordinal);
        foreach (var key in _journal.Tokens())
        {
            if (key.IndexOf(PartSeparator, StringComparison.Ordinal) is > 0 and var end && !all.Contains(key[..end]))
            {
                _journal.Remove(key);
            }
        }

        _isSwept = true;
    }

    /// <summary>The number, from 0, of the mapping of a job that a key identifies; null if it identifies none.</summary>
    private static int? NumberOf(string key, string job) => key == job ? 0
        : key.Length > job.Length + 1 && key.StartsWith(job, StringComparison.Ordinal) && key[job.Length] == NumberSeparator
            && int.TryParse(key[(job.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string IdOf(string job, int number) =>
        number == 0 ? job : string.Create(CultureInfo.InvariantCulture, $"{job}{NumberSeparator}{number}");

    private static string PartOf(string id, int part) => string.Create(CultureInfo.InvariantCulture, $"{id}{PartSeparator}{part}");

    private SealedMapping? Find(string id)
    {
        if (id.Contains(PartSeparator, StringComparison.Ordinal) || _journal.Find(id) is not { } text)
        {
            return null;
        }

        using var document = JsonDocument.Parse(text);
        var json = document.RootElement;
        return new SealedMapping(
            id, EnumName.Parse<MappingForm>(json.GetProperty("Form").GetString()!), json.GetProperty("Made").GetString()!,
            json.GetProperty("Parts").GetInt32(), json.GetProperty("Covered").GetBytesFromBase64());
    }

    private delegate void Members(Utf8JsonWriter json, ReadOnlySpan<byte> bytes);

    private void Write(string key, ReadOnlySpan<byte> bytes, Members members)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            Form.Write(json, key);
            members(json, bytes);
            json.WriteEndObject();
        }

        _journal.Write(key, output.WrittenSpan);
    }
}
