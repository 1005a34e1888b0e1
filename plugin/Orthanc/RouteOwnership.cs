// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;

namespace OrthancDeid.Orthanc;

/// <summary>
/// Finds out whether another plugin got hold of a route before this one: the host asks the plugins in the order in
/// which they were loaded and tells none of them. So a request to each route, made through the host, has to arrive.
/// </summary>
internal sealed class RouteOwnership(ILogger logger)
{
    private static readonly string[] Routes = ["/instances/{id}/anonymize", "/instances/{id}/modify"];

    // No client can guess it, so none can make the plugin believe that a probe arrived.
    private readonly string _probe = $"probe-{Guid.NewGuid():N}";
    private volatile bool _arrived;

    /// <summary>Answers a request that <see cref="Check"/> made.</summary>
    /// <returns>Whether it was one.</returns>
    public bool AnswerProbe(RestCall call)
    {
        if (call.Method != HttpMethod.Get || call.ResourceId != _probe)
        {
            return false;
        }

        _arrived = true;
        call.AnswerStatus(200, "{}");
        return true;
    }

    /// <summary>Probes each route and says in the log which ones another plugin answers.</summary>
    public void Check()
    {
        foreach (var route in Routes)
        {
            _arrived = false;
            var code = OrthancHost.Get(route.Replace("{id}", _probe, StringComparison.Ordinal));
            if (!_arrived)
            {
                logger.RouteTaken(route, (int)code);
            }
        }
    }
}
