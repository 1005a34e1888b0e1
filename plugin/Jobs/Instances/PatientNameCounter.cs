// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using Microsoft.Extensions.Logging;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Instances;

/// <summary>
/// Counts the names <c>Anonymized1</c>, <c>Anonymized2</c>, … that anonymized patients get. The count is kept in the
/// database of the host: first the highest number in use, then the lower ones that were given back.
/// </summary>
/// <remarks>Thread-safe, but not across several Orthanc servers that share one database.</remarks>
internal sealed class PatientNameCounter(ILogger logger)
{
    /// <summary>The global property of the host that holds the count. Plugins may use 1024 and above.</summary>
    public const int Property = 25701;

    /// <summary>What all the names begin with.</summary>
    public const string Prefix = "Anonymized";

    private const int PatientsPerPage = 1000;

    private readonly Lock _lock = new();

    // The numbers of jobs of an earlier run of the host. These jobs may not have given the names to any patient yet.
    private readonly HashSet<int> _held = [];
    private PatientNameCount? _count;

    /// <summary>The name with a number.</summary>
    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}");

    /// <summary>A name for one request, which is not counted before it is taken.</summary>
    public Reservation Reserve() => new(this);

    /// <summary>Takes the next number.</summary>
    /// <exception cref="OrthancException">The host cannot read or write the count.</exception>
    public int Take()
    {
        lock (_lock)
        {
            var count = Load();
            var number = count.Take();
            try
            {
                Save(count);
            }
            catch
            {
                count.GiveBack(number);
                throw;
            }

            return number;
        }
    }

    /// <summary>Marks a number as held by a job of an earlier run of the host. Does not call the host.</summary>
    public void Hold(int number)
    {
        lock (_lock)
        {
            _held.Add(number);
            _count?.Hold(number);
        }
    }

    /// <summary>Gives back a number, unless a patient has its name.</summary>
    public void GiveBack(int number)
    {
        lock (_lock)
        {
            try
            {
                if (IsInUse(number))
                {
                    return;
                }

                var count = Load();
                _held.Remove(number);
                count.GiveBack(number);
                Save(count);
            }
            catch (Exception fault)
            {
                // The request has failed already, for a reason of its own, which the client has to see.
                logger.NumberNotGivenBack(number, fault is OrthancException ? fault.Message : fault.GetType().Name);
            }
        }
    }

    // Not at start-up: the database of the host is closed while plugins are initialized.
    private PatientNameCount Load()
    {
        if (_count is not null)
        {
            return _count;
        }

        if (!PatientNameCount.TryParse(OrthancHost.ReadGlobalProperty(Property), out var count))
        {
            var highest = HighestInUse();
            logger.CountMended(Property, highest);
            count = PatientNameCount.After(highest);
        }

        foreach (var number in _held)
        {
            count.Hold(number);
        }

        return _count = count;
    }

    /// <summary>The highest number that a patient has; 0 for none. Reads all patients, but is rarely needed.</summary>
    private static int HighestInUse()
    {
        var highest = 0;
        for (var since = 0; ; since += PatientsPerPage)
        {
            // Not by /tools/find, whose answer LimitFindResults cuts short.
            var page = HostRest.Get(string.Create(
                CultureInfo.InvariantCulture, $"/patients?expand&since={since}&limit={PatientsPerPage}"));
            foreach (var patient in page.EnumerateArray())
            {
                var name = ResourceTree.MainTag(patient, "PatientName") ?? string.Empty;
                highest = Math.Max(highest, PatientNameCount.NumberOf(name) ?? 0);
            }

            if (page.GetArrayLength() < PatientsPerPage)
            {
                return highest;
            }
        }
    }

    private static bool IsInUse(int number) =>
        HostRest.Post("/tools/find", $$"""{"Query": {"PatientName": "{{NameOf(number)}}"}, "Level": "Patient"}""")
            .GetArrayLength() > 0;

    private static void Save(PatientNameCount count) => OrthancHost.WriteGlobalProperty(Property, count.ToString());

    /// <summary>At most one name; given back if it is disposed before <see cref="Keep"/>.</summary>
    internal sealed class Reservation(PatientNameCounter counter) : IDisposable
    {
        private int? _number;
        private bool _kept;

        /// <summary>Takes the next name.</summary>
        /// <exception cref="OrthancException">The host cannot read or write the count.</exception>
        public string Take()
        {
            _number ??= counter.Take();
            return NameOf(_number.Value);
        }

        /// <summary>Keeps the name in use after the reservation is disposed.</summary>
        public void Keep() => _kept = true;

        /// <inheritdoc/>
        public void Dispose()
        {
            if (_number is { } number && !_kept)
            {
                counter.GiveBack(number);
            }
        }
    }
}
