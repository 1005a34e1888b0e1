// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Targets;

/// <summary>
/// How many anonymizations in a row have led to a study. A script of the host that anonymizes whatever is stored, except
/// its own results, never stops if it cannot recognize these: the host calls it before a plugin can write
/// <c>AnonymizedFrom</c>, and old hosts never let a plugin write that. Thread-safe.
/// </summary>
/// <param name="logger">Logs why such a chain ends.</param>
internal sealed class Generations(ILogger logger)
{
    /// <summary>The most generations in a row. Two can make sense, such as a second pseudonym for another office.</summary>
    public const int Most = 4;

    private const int MostKnown = 50_000;

    // A study becomes stable a minute after its last instance, or later if the host is configured so (StableAge).
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();

    // Allocated with its full size, so that the memory of a busy host does not grow.
    private readonly Dictionary<StudyKey, (int Generation, long Time)> _made = new(MostKnown);
    private long _told;

    /// <summary>Notes that a study is about to be stored, before scripts of the host are called for it.</summary>
    /// <param name="study">Orthanc's identifier of the new study.</param>
    /// <param name="source">Orthanc's identifier of its source.</param>
    public void Note(string study, string source)
    {
        if (study == source)
        {
            // An edit in place makes no new generation.
            return;
        }

        lock (_lock)
        {
            var generation = GenerationOf(source) + 1;
            var key = StudyKey.Of(study);
            if (_made.Count >= MostKnown && !_made.ContainsKey(key))
            {
                Forget();
            }

            _made[key] = (Math.Max(generation, GenerationOf(study)), OrthancHost.Current.Clock.GetTimestamp());
        }
    }

    /// <summary>Refuses a generation beyond <see cref="Most"/>, which nobody can want.</summary>
    /// <param name="studies">Orthanc's identifiers of the studies that are to be anonymized.</param>
    /// <exception cref="RequestException">One of them is the last of too many generations.</exception>
    public void Require(IEnumerable<string> studies)
    {
        lock (_lock)
        {
            if (_made.Count == 0 || studies.FirstOrDefault(study => GenerationOf(study) >= Most) is not { } last)
            {
                return;
            }

            var now = OrthancHost.Current.Clock.GetTimestamp();
            if (_told == 0 || OrthancHost.Current.Clock.GetElapsedTime(_told, now) > Pause)
            {
                // A script tries again for each instance.
                _told = now;
                logger.GenerationsEnded(last, Most);
            }

            throw new RequestException(
                RequestFault.Refused,
                $"Study {last} was made by an anonymization of what was made by an anonymization, {Most} times in a row within an hour: "
                + "so does a script that anonymizes what it has made itself, for ever. It has to look at the origin of an instance, "
                + "which is Plugins, or at PatientIdentityRemoved; the metadata of a study comes too late");
        }
    }

    private int GenerationOf(string study) => _made.TryGetValue(StudyKey.Of(study), out var made)
        && OrthancHost.Current.Clock.GetElapsedTime(made.Time) <= Memory ? made.Generation : 0;

    /// <summary>Forgets the older half, and whatever else is too old.</summary>
    private void Forget()
    {
        var times = _made.Values.Select(made => made.Time).Order().ToArray();
        var middle = times[times.Length / 2];
        foreach (var (key, made) in _made)
        {
            if (made.Time <= middle || OrthancHost.Current.Clock.GetElapsedTime(made.Time) > Memory)
            {
                _made.Remove(key);
            }
        }
    }

    /// <summary>A compact form of Orthanc's identifier: the first 16 bytes of its hash.</summary>
    private readonly record struct StudyKey(ulong First, ulong Second)
    {
        public static StudyKey Of(string study)
        {
            Span<byte> hash = stackalloc byte[ResourceIdentifier.Size];
            ResourceIdentifier.ToHash(study, hash);
            return new(BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[sizeof(ulong)..]));
        }
    }
}
