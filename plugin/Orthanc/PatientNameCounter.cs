// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using Microsoft.Extensions.Logging;

namespace OrthancDeid.Orthanc;

/// <summary>
/// Counts the names <c>Anonymized1</c>, <c>Anonymized2</c>, … that anonymized patients get. The count is kept in the
/// database of the host: first the highest number in use, then the lower ones that were given back.
/// </summary>
/// <remarks>Thread-safe, but not between several Orthanc that share one database.</remarks>
internal sealed class PatientNameCounter(ILogger logger)
{
    /// <summary>The global property of the host that holds the count. Plugins may use 1024 and above.</summary>
    public const int Property = 25701;

    private readonly Lock _lock = new();
    private readonly SortedSet<int> _free = [];
    private int _highest = -1;

    /// <summary>The name with a number.</summary>
    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"Anonymized{number}");

    /// <summary>A name for one request; nothing is counted before it is taken.</summary>
    public Reservation Reserve() => new(this);

    /// <summary>Takes the next number.</summary>
    /// <exception cref="OrthancException">The host cannot read or write the count.</exception>
    public int Take()
    {
        lock (_lock)
        {
            Load();
            var reused = _free.Count > 0;
            var number = reused ? _free.Min : _highest + 1;
            Update(number, inUse: true);
            try
            {
                Save();
            }
            catch
            {
                Update(number, inUse: false);
                throw;
            }

            return number;
        }
    }

    /// <summary>Gives back a number whose name is nowhere in use.</summary>
    public void GiveBack(int number)
    {
        lock (_lock)
        {
            Update(number, inUse: false);
            try
            {
                Save();
            }
            catch (OrthancException fault)
            {
                // The request has failed already, for a reason of its own, which the client has to see. The number
                // is free as long as this process lives.
                logger.NumberNotGivenBack(number, fault.Message);
            }
        }
    }

    private void Update(int number, bool inUse)
    {
        if (inUse)
        {
            _free.Remove(number);
            _highest = Math.Max(_highest, number);
            return;
        }

        _free.Add(number);
        while (_free.Remove(_highest))
        {
            _highest--;
        }
    }

    // Not at start-up: the database of the host is closed while plugins are initialized.
    private void Load()
    {
        if (_highest >= 0)
        {
            return;
        }

        var text = OrthancHost.ReadGlobalProperty(Property);
        var numbers = new List<int>();
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                throw new OrthancException(
                    OrthancErrorCode.InternalError,
                    $"Global property {Property} of the database is not the count of anonymized patients.");
            }

            numbers.Add(number);
        }

        _free.UnionWith(numbers.Skip(1));
        _highest = numbers.Count > 0 ? numbers[0] : 0;
    }

    private void Save() => OrthancHost.WriteGlobalProperty(
        Property, string.Join(' ', _free.Prepend(_highest).Select(n => n.ToString(CultureInfo.InvariantCulture))));

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

        /// <summary>Says that the name is in use from now on.</summary>
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
