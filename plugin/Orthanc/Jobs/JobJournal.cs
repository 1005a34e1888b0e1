// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace OrthancDeid.Orthanc.Jobs;

/// <summary>
/// What a job has stored before it deletes its sources, kept in the database of the host. The host saves jobs now and
/// then, so after a crash it may know nothing of the new instances, while the old ones are gone.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class JobJournal
{
    /// <summary>The global property of the host that holds the journal. Plugins may use 1024 and above.</summary>
    public const int Property = 25702;

    // The host has long saved that a job ended by then.
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _ended = new(StringComparer.Ordinal);
    private Dictionary<string, string>? _entries;

    /// <summary>Writes the state of a job, over the one that may be there.</summary>
    /// <param name="token">What identifies the job.</param>
    /// <param name="state">What <see cref="JobState"/> writes.</param>
    /// <exception cref="OrthancException">The host cannot write it.</exception>
    public void Write(string token, ReadOnlySpan<byte> state)
    {
        lock (_lock)
        {
            var entries = Load();
            entries[token] = Encoding.UTF8.GetString(state);
            foreach (var (ended, time) in _ended)
            {
                if (Stopwatch.GetElapsedTime(time) > Keep)
                {
                    entries.Remove(ended);
                    _ended.Remove(ended);
                }
            }

            Save(entries);
        }
    }

    /// <summary>The state of a job that was written, here or before Orthanc was started; null if none was.</summary>
    /// <exception cref="OrthancException">The host cannot read it.</exception>
    public string? Find(string token)
    {
        lock (_lock)
        {
            return Load().GetValueOrDefault(token);
        }
    }

    /// <summary>The states of the jobs whose tokens fit.</summary>
    /// <exception cref="OrthancException">The host cannot read the journal.</exception>
    public IReadOnlyList<string> States(Func<string, bool> fits)
    {
        lock (_lock)
        {
            return [.. Load().Where(entry => fits(entry.Key)).Select(entry => entry.Value)];
        }
    }

    /// <summary>Says that a job has ended: its state is forgotten some time after the host must have saved that.</summary>
    public void End(string token)
    {
        lock (_lock)
        {
            if (_entries?.ContainsKey(token) == true)
            {
                _ended[token] = Stopwatch.GetTimestamp();
            }
        }
    }

    /// <summary>Forgets the jobs that need no journal.</summary>
    /// <param name="isNeeded">Whether a job, by its token, still has to run.</param>
    /// <exception cref="OrthancException">The host cannot read or write the journal.</exception>
    public void Purge(Func<string, bool> isNeeded)
    {
        lock (_lock)
        {
            var entries = Load();
            if (entries.Count > 0)
            {
                foreach (var token in entries.Keys.Where(token => !isNeeded(token)).ToArray())
                {
                    entries.Remove(token);
                }

                Save(entries);
            }
        }
    }

    private Dictionary<string, string> Load()
    {
        if (_entries is not null)
        {
            return _entries;
        }

        var text = OrthancHost.ReadGlobalProperty(Property);
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        if (text.Length > 0)
        {
            try
            {
                using var document = JsonDocument.Parse(text);
                foreach (var entry in document.RootElement.EnumerateObject())
                {
                    entries[entry.Name] = entry.Value.GetRawText();
                }
            }
            catch (Exception fault) when (fault is JsonException or InvalidOperationException)
            {
                throw new OrthancException(
                    OrthancErrorCode.InternalError, $"Global property {Property} of the database is not the journal of jobs.");
            }
        }

        return _entries = entries;
    }

    private static void Save(Dictionary<string, string> entries)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            foreach (var (token, state) in entries)
            {
                json.WritePropertyName(token);
                json.WriteRawValue(state);
            }

            json.WriteEndObject();
        }

        OrthancHost.WriteGlobalProperty(Property, Encoding.UTF8.GetString(output.WrittenSpan));
    }
}
