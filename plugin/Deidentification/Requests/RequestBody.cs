// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.InteropServices;
using System.Text.Json;

namespace OrthancDeid.Deidentification.Requests;

/// <summary>The body of a request as a client sent it: every route takes it in here.</summary>
public static class RequestBody
{
    private static readonly KnownNames Known = new(RequestMember.All.Select(static member => member.Name));

    /// <summary>In bytes, all of them escaped: longer than any name that there is, or that is like one.</summary>
    private const int LongestName = 64 * 6;

    /// <summary>
    /// Refuses what a client wrote and nobody would read, and adds the members of its profile: what the configuration says
    /// later changes no job. Bodies of saved jobs were taken in when they were submitted, and do not come here again.
    /// </summary>
    /// <param name="body">The bytes of the body.</param>
    /// <param name="operation">What the route does.</param>
    /// <param name="host">The host's settings.</param>
    /// <exception cref="RequestException">
    /// The body is no JSON object, has a member that is misspelt, or names a profile that there is not.
    /// </exception>
    public static byte[] Read(byte[] body, Operation operation, HostSettings host)
    {
        ArgumentNullException.ThrowIfNull(host);
        CheckMembers(RequestJson.Parse(body), host.IsStrict);
        return operation == Operation.Anonymize ? host.Profiles.Apply(body) : body;
    }

    private static void CheckMembers(JsonElement json, bool isStrict)
    {
        foreach (var member in json.EnumerateObject())
        {
            // A name may be as long as the body: text is made of one only where it can be like a member.
            var length = JsonMarshal.GetRawUtf8PropertyName(member).Length;
            if (length > LongestName)
            {
                if (isStrict)
                {
                    throw new RequestException(
                        RequestFault.BadFormat, $"There is no member with a name of {length} bytes");
                }

                continue;
            }

            var name = RequestJson.Name(member);
            if (RequestMember.IsKnown(name))
            {
                continue;
            }

            var hint = Known.Hint(name);
            if (isStrict || hint.Length > 0)
            {
                // Ignored, it would let through what it is there to take out.
                throw new RequestException(RequestFault.BadFormat, $"There is no member \"{name}\"{hint}");
            }
        }
    }
}
