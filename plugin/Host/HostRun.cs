// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Globalization;

namespace OrthancDeid.Host;

/// <summary>
/// One run of a host, from its start to its end, among the runs of all hosts with the same database. Each run writes
/// one of a thousand metadata of an instance, so that two runs that write at the same time do not overwrite each other.
/// </summary>
public sealed class HostRun
{
    // In the range of user-defined metadata (1024 and above).
    private const int FirstPlace = 26000;
    private const int Places = 1000;

    private HostRun(Guid id)
    {
        Id = id.ToString("N");
        Place = (FirstPlace + (int)(BinaryPrimitives.ReadUInt32LittleEndian(id.ToByteArray()) % Places))
            .ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Begins a run.</summary>
    /// <param name="id">Its unique identifier.</param>
    public static HostRun Begin(Guid id) => new(id);

    /// <summary>Its unique identifier.</summary>
    public string Id { get; }

    /// <summary>The metadata that it writes.</summary>
    public string Place { get; }

    /// <summary>Whether a metadata is one of those that runs write.</summary>
    public static bool IsPlace(string metadata) =>
        int.TryParse(metadata, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number is >= FirstPlace and < FirstPlace + Places;
}
