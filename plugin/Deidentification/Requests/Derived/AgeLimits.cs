// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Deidentification.Requests.Derived;

/// <summary>Reads the member <c>AgeLimit</c>: the highest age in years that may appear in a file.</summary>
internal static class AgeLimits
{
    /// <summary>The lowest limit, in years.</summary>
    public const int Lowest = 1;

    /// <summary>The highest limit, in years. One year more still has three digits (PS3.5 6.2, AS).</summary>
    public const int Highest = 998;

    /// <summary>The limit of a request.</summary>
    /// <returns>Null if the request has none.</returns>
    /// <exception cref="RequestException">The member is not a number, or out of range.</exception>
    public static int? Read(JsonElement json)
    {
        if (!RequestJson.TryGet(json, RequestMember.AgeLimit, out _))
        {
            return null;
        }

        return RequestJson.Integer(json, RequestMember.AgeLimit) is >= Lowest and <= Highest and var years
            ? years
            : throw new RequestException(
                RequestFault.OutOfRange, $"Member \"{RequestMember.AgeLimit}\" should be an age in years, from {Lowest} to {Highest}");
    }
}
