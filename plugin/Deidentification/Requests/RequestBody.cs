// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.InteropServices;
using System.Text.Json;

namespace OrthancDeid.Deidentification.Requests;

/// <summary>The body of a request, parsed once: every route takes it in here. Immutable.</summary>
public sealed class RequestBody
{
    private static readonly KnownNames Known = new(RequestMember.All.Select(static member => member.Name));

    /// <summary>In bytes, six for each escaped character: longer than any name that there is, or that is like one.</summary>
    private const int LongestName = KnownNames.Longest * 6;

    private RequestBody(byte[] bytes, JsonElement json)
    {
        Bytes = bytes;
        Json = json;
    }

    /// <summary>The bytes, which a job is saved with. Nobody may write to them.</summary>
    public byte[] Bytes { get; }

    /// <summary>The object in them.</summary>
    internal JsonElement Json { get; }

    /// <summary>Takes a body as it is: that of a saved job, or one that the plugin wrote itself.</summary>
    /// <param name="bytes">The bytes of the body.</param>
    /// <exception cref="RequestException">The body is no JSON object.</exception>
    public static RequestBody Parse(byte[] bytes) => new(bytes, RequestJson.Parse(bytes));

    /// <summary>
    /// Refuses what a client wrote and nobody would read, and adds the members of its profile: what the configuration says
    /// later changes no job. Bodies of saved jobs were taken in when they were submitted, and do not come here again.
    /// </summary>
    /// <param name="bytes">The bytes of the body.</param>
    /// <param name="operation">What the route does.</param>
    /// <param name="host">The host's settings.</param>
    /// <exception cref="RequestException">
    /// The body is no JSON object, has a member that is misspelt, or names a profile that there is not.
    /// </exception>
    public static RequestBody Read(byte[] bytes, Operation operation, HostSettings host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var body = Parse(bytes);
        CheckMembers(body.Json, host.IsStrict);
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
