// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;

namespace OrthancDeid.Host;

/// <summary>
/// Repeats calls that failed because the database was busy. A database that several hosts share rolls a transaction back
/// if it conflicts with another one, and expects the host to try again. Hosts before 1.11 with PostgreSQL do not. A
/// failed call has changed nothing, so any call can be repeated.
/// </summary>
/// <param name="host">The host that is called.</param>
public struct BusyDatabase(IHost host)
{
    /// <summary>
    /// How often a call is repeated: first after 20 ms, then after twice as long each time, 1.3 s in all.
    /// </summary>
    private const int MostRepetitions = 6;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(20);

    private int _repetitions;

    /// <summary>Whether to repeat a call that ended with this error. If so, it waits first.</summary>
    public bool HasHindered(OrthancErrorCode code)
    {
        if (!IsOne(code) || _repetitions == MostRepetitions)
        {
            return false;
        }

        host.Sleep(First * Math.Pow(2, _repetitions++));
        return true;
    }

    /// <summary>Whether the body of an error answer says that the database was busy.</summary>
    /// <param name="answer">The body. Anything but a JSON object says nothing.</param>
    public static bool IsToldIn(ReadOnlySpan<byte> answer)
    {
        try
        {
            var json = new Utf8JsonReader(answer);
            using var error = JsonDocument.ParseValue(ref json);
            return error.RootElement.ValueKind == JsonValueKind.Object
                && error.RootElement.TryGetProperty("OrthancStatus", out var status)
                && status.ValueKind == JsonValueKind.Number && status.TryGetInt32(out var code) && IsOne((OrthancErrorCode)code);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsOne(OrthancErrorCode code) =>
        code is OrthancErrorCode.Database or OrthancErrorCode.DatabaseCannotSerialize;
}
