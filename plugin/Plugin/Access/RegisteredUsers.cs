// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using System.Text.Json;
using OrthancDeid.Host.Native;

namespace OrthancDeid.Plugin.Access;

/// <summary>
/// The users of the host (<c>RegisteredUsers</c>). The host authenticates clients, but does not tell plugins who they are.
/// The request still contains the password, so it is compared once more. This is reliable whatever else lets clients in,
/// such as a plugin that authenticates them by other means. Immutable.
/// </summary>
/// <param name="users">The password of each name.</param>
/// <param name="areChecked">Whether the host lets in only these users (<c>AuthenticationEnabled</c>).</param>
internal sealed class RegisteredUsers(IReadOnlyDictionary<string, string> users, bool areChecked)
{
    private const string Scheme = "Basic ";

    /// <summary>Whether the host authenticates clients.</summary>
    public bool AreChecked { get; } = areChecked;

    /// <summary>Whether there is such a user.</summary>
    public bool Contains(string name) => users.ContainsKey(name);

    /// <summary>Reads the users.</summary>
    /// <param name="configuration">The configuration of the host.</param>
    public static RegisteredUsers Read(JsonElement configuration)
    {
        var users = new Dictionary<string, string>(StringComparer.Ordinal);
        if (configuration.TryGetProperty("RegisteredUsers", out var registered) && registered.ValueKind == JsonValueKind.Object)
        {
            foreach (var user in registered.EnumerateObject().Where(static one => one.Value.ValueKind == JsonValueKind.String))
            {
                users[user.Name] = user.Value.GetString()!;
            }
        }

        return new RegisteredUsers(
            users,
            configuration.TryGetProperty("AuthenticationEnabled", out var isEnabled) && isEnabled.ValueKind == JsonValueKind.True);
    }

    /// <summary>The sender of a request.</summary>
    public Caller CallerOf(RestCall call) => call.HasHeaders
        ? new Caller(Find(call.Header("authorization")), IsInternal: false) : new Caller(null, IsInternal: true);

    /// <summary>
    /// The user of an <c>Authorization</c> header (RFC 7617); null if there is none, or if the password is wrong.
    /// </summary>
    internal string? Find(string? authorization)
    {
        if (authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) != true)
        {
            return null;
        }

        var buffer = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[Scheme.Length..].Trim(), buffer, out var length))
        {
            return null;
        }

        var pair = Encoding.UTF8.GetString(buffer.AsSpan(0, length));
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && users.TryGetValue(pair[..colon], out var password)
            && SecretText.AreSame(password, pair[(colon + 1)..])
                ? pair[..colon] : null;
    }
}
