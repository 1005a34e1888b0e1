// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;
using OrthancDeid.Host.Native;
using OrthancDeid.Plugin.Access;

namespace OrthancDeid.Plugin.Routes;

/// <summary>
/// Finds ways around the routes that the configuration closes. A request without any header is taken for one of the
/// site itself, since the host does not tell plugins who has sent it.
/// </summary>
/// <param name="host">The host.</param>
/// <param name="access">Which users may call which routes.</param>
/// <param name="port">The port of the host's HTTP server.</param>
/// <param name="runsScripts">Whether clients may have the host run their scripts (<c>ExecuteLuaEnabled</c>).</param>
/// <param name="logger">Logs what is found.</param>
internal sealed class RouteSafety(NativeHost host, RouteAccess access, int port, bool runsScripts, ILogger logger)
{
    private const uint TimeoutSeconds = 5;
    private const ushort NoAnswer = 0;
    private const ushort Unauthorized = 401;

    /// <summary>Whether a client without credentials was let in, judging by the HTTP status that it got.</summary>
    public static bool WasLetIn(ushort status) => status is not (NoAnswer or Unauthorized);

    /// <summary>Logs warnings. Called once the host answers requests.</summary>
    public void Check()
    {
        if (access.Allowed.Count == 0)
        {
            return;
        }

        if (runsScripts)
        {
            logger.ScriptsOfClients();
        }

        // The host itself lets nobody in without a password, but another plugin that authenticates clients may. A POST
        // to the list of jobs does nothing.
        _ = host.Post($"http://127.0.0.1:{port}{JobListRoutes.ListPattern}", [], TimeoutSeconds, out var status);
        if (WasLetIn(status))
        {
            logger.ClientsWithoutPassword(status);
        }
    }
}
