// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers.Binary;
using System.Globalization;

namespace OrthancDeid.Host;

/// <summary>
/// This run of the host, from its start to its end, among those of all hosts with the same database. Each writes its
/// own metadata of an instance, out of a thousand, so that two that write at the same time do not overwrite each other.
/// </summary>
public sealed class HostRun
{
    // Metadata of users (1024 and above).
    private const int FirstPlace = 26000;
    private const int Places = 1000;

    private HostRun(Guid id)
    {
        Id = id.ToString("N");
        Place = (FirstPlace + (int)(BinaryPrimitives.ReadUInt32LittleEndian(id.ToByteArray()) % Places))
            .ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Begins one.</summary>
    /// <param name="id">Its unique identifier.</param>
    public static HostRun Begin(Guid id) => new(id);

    /// <summary>Its unique identifier.</summary>
    public string Id { get; }

    /// <summary>The metadata that it writes.</summary>
    public string Place { get; }

    /// <summary>Whether a metadata belongs to a run.</summary>
    public static bool IsPlace(string metadata) =>
        int.TryParse(metadata, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number is >= FirstPlace and < FirstPlace + Places;
}
