// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Plugin.Access;

namespace OrthancDeid.Plugin.Configuration;

/// <summary>Reads which users may call which routes.</summary>
internal static class RoutesMember
{
    /// <summary>The member of the section.</summary>
    public const string Name = "Routes";

    private static readonly string[] Routes =
        [.. Enum.GetNames<RouteName>().Where(static name => name != nameof(RouteName.None))];

    /// <summary>Reads the member.</summary>
    /// <param name="value">An object, from routes to lists of users.</param>
    /// <exception cref="ConfigurationException">There is no such route, or its value is not a list of users.</exception>
    public static RouteAccess Read(JsonElement value)
    {
        var allowed = new Dictionary<RouteName, IReadOnlySet<string>>();
        foreach (var route in value.EnumerateObject())
        {
            var member = $"{DeidSection.Name}.{Name}.{route.Name}";
            if (!Routes.Contains(route.Name) || !EnumName.TryParse(route.Name, out RouteName name))
            {
                throw new ConfigurationException(
                    member,
                    new KnownNames(Routes).MeantBy(route.Name) is { } meant
                        ? $"there is no such route: did you mean \"{meant}\"?"
                        : $"there is no such route; there are {string.Join(", ", Routes)}");
            }

            allowed[name] = route.Value.ValueKind == JsonValueKind.Array
                && route.Value.EnumerateArray().All(static user => user.ValueKind == JsonValueKind.String)
                    ? route.Value.EnumerateArray().Select(static user => user.GetString()!).ToHashSet(StringComparer.Ordinal)
                    : throw new ConfigurationException(member, "a list of users is expected");
        }

        return new RouteAccess(allowed);
    }

    /// <summary>
    /// Finds what cannot be enforced: users that do not exist, and rules on a host that does not authenticate clients.
    /// </summary>
    public static IEnumerable<ConfigurationException> Faults(RouteAccess access, RegisteredUsers users)
    {
        if (access.Allowed.Count > 0 && !users.AreChecked)
        {
            yield return new ConfigurationException(
                $"{DeidSection.Name}.{Name}",
                "Orthanc does not ask clients who they are: \"AuthenticationEnabled\": true is needed, and RegisteredUsers");
        }

        foreach (var (route, allowed) in access.Allowed)
        {
            foreach (var user in allowed.Where(user => !users.Contains(user)))
            {
                yield return new ConfigurationException(
                    $"{DeidSection.Name}.{Name}.{route}", $"there is no user {user} among RegisteredUsers");
            }
        }
    }
}
