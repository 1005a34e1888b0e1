// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Plugin.Routes;

/// <summary>
/// Mappings that are too long for a header. Each can be read once, within a minute. They are only in memory, so they
/// are lost when the host stops. Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class KeptMappings(TimeProvider time)
{
    /// <summary>The most mappings that wait to be read.</summary>
    public const int MostKept = 64;

    /// <summary>The most bytes of all of them together. A larger mapping is kept only alone.</summary>
    public const long MostBytes = 64 << 20;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (byte[] Mapping, string Type, long Since)> _kept = new(StringComparer.Ordinal);

    /// <summary>Keeps a mapping.</summary>
    /// <param name="mapping">The bytes.</param>
    /// <param name="type">Their MIME type.</param>
    /// <returns>A key that nobody can guess, by which it can be read once.</returns>
    /// <exception cref="RequestException">
    /// Too many mappings are waiting already, and none of them may be dropped.
    /// </exception>
    public string Keep(byte[] mapping, string type)
    {
        lock (_lock)
        {
            DropOld();
            if (_kept.Count >= MostKept
                || (_kept.Count > 0 && _kept.Values.Sum(one => (long)one.Mapping.Length) + mapping.Length > MostBytes))
            {
                throw new RequestException(
                    RequestFault.Refused,
                    "Member \"Mapping\": too many mappings wait to be read; read them, or ask again in a minute");
            }

            var key = $"{Guid.NewGuid():N}{Guid.NewGuid():N}";
            _kept.Add(key, (mapping, type, time.GetTimestamp()));
            return key;
        }
    }

    /// <summary>Removes a mapping and returns it.</summary>
    /// <param name="key">The result of <see cref="Keep"/>.</param>
    /// <returns>Null if there is no such mapping, or no longer.</returns>
    public (byte[] Mapping, string Type)? Take(string key)
    {
        lock (_lock)
        {
            DropOld();
            return _kept.Remove(key, out var kept) ? (kept.Mapping, kept.Type) : null;
        }
    }

    private void DropOld()
    {
        foreach (var (key, (_, _, since)) in _kept)
        {
            if (time.GetElapsedTime(since) > Lifetime)
            {
                _kept.Remove(key);
            }
        }
    }
}
