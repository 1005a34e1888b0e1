// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;

namespace OrthancDeid.Host;

/// <summary>
/// A database that several hosts share rolls a transaction back if another one was in its way, and expects it to be tried
/// again; hosts before 1.11 with PostgreSQL do not. Nothing has happened then, so any call can be repeated.
/// </summary>
/// <param name="host">The host that is called.</param>
public struct BusyDatabase(IHost host)
{
    /// <summary>How often a call is repeated: after 20 ms, and twice as long each time, so for 1.3 s in all.</summary>
    private const int MostRepetitions = 6;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(20);

    private int _repetitions;

    /// <summary>Whether a call is to be repeated because of the error that it ended with; waits if so.</summary>
    public bool HasHindered(OrthancErrorCode code)
    {
        if (!IsOne(code) || _repetitions == MostRepetitions)
        {
            return false;
        }

        host.Sleep(First * Math.Pow(2, _repetitions++));
        return true;
    }

    /// <summary>Whether the body of an answer that is an error says so.</summary>
    /// <param name="answer">A JSON object; whatever else it may be says nothing.</param>
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
