// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Plugin.Access;

/// <summary>Which users may call which routes. Immutable.</summary>
/// <param name="allowed">The users of each route that is not open to all.</param>
internal sealed class RouteAccess(IReadOnlyDictionary<RouteName, IReadOnlySet<string>> allowed)
{
    /// <summary>Everybody may call everything.</summary>
    public static RouteAccess Open { get; } = new(new Dictionary<RouteName, IReadOnlySet<string>>());

    /// <summary>The routes that are not open to all, and their users.</summary>
    public IReadOnlyDictionary<RouteName, IReadOnlySet<string>> Allowed => allowed;

    /// <summary>Refuses a request to a route that is closed to its sender.</summary>
    /// <exception cref="RequestException">It is closed: <see cref="RequestFault.Forbidden"/>.</exception>
    public void Require(RouteName route, Caller caller)
    {
        // Scripts and other plugins belong to the site itself, like the configuration.
        if (!caller.IsInternal && allowed.TryGetValue(route, out var users) && (caller.User is null || !users.Contains(caller.User)))
        {
            throw new RequestException(
                RequestFault.Forbidden, $"The configuration does not let {caller} do this (Deid.Routes.{route})");
        }
    }
}
