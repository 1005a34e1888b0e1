// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;
using OrthancDeid.Host;
using OrthancDeid.Host.Native;

namespace OrthancDeid.Plugin.Routes;

/// <summary>
/// Finds out whether another plugin answers one of the routes. The host asks the plugins in the order in which they
/// were loaded, and does not tell a plugin that another one has answered. So a request to each route is sent through
/// the host, and has to arrive here.
/// </summary>
internal sealed class RouteOwnership(NativeHost host, ILogger logger)
{
    // An identifier that no resource has.
    private static readonly string Probe = $"probe-{Guid.NewGuid():N}";

    // One for each pattern that the plugin registers.
    private static readonly string[] Routes =
    [
        $"/instances/{Probe}/anonymize", $"/instances/{Probe}/anonymize/preview", $"/instances/{Probe}/anonymize/preview/0",
        $"/instances/{Probe}/modify", $"/series/{Probe}/anonymize",
        "/tools/bulk-anonymize", $"/studies/{Probe}/split", "/deid/profiles", "/deid", "/deid/check",
        $"/deid/mappings/{Probe}", "/deid/mappings",
        "/jobs", $"/jobs/{Probe}", $"/jobs/{Probe}/cancel",
    ];

    private volatile string? _expected;

    // The host answers on the calling thread, so no other request can be mistaken for a probe.
    private volatile int _probing;

    /// <summary>Answers a request that <see cref="Check"/> sent.</summary>
    /// <returns>Whether it was such a request.</returns>
    public bool AnswerProbe(RestCall call)
    {
        if (Environment.CurrentManagedThreadId != _probing || call.Method != HttpMethod.Get || call.Uri != _expected)
        {
            return false;
        }

        _expected = null;
        call.AnswerStatus(200, "{}");
        return true;
    }

    /// <summary>Probes each route and logs those that another plugin answers.</summary>
    public void Check()
    {
        _probing = Environment.CurrentManagedThreadId;
        foreach (var route in Routes)
        {
            _expected = route;
            var code = host.Get(route);
            if (_expected is not null)
            {
                logger.RouteTaken(route.Replace(Probe, "{id}", StringComparison.Ordinal), (int)code);
            }
        }

        _expected = null;
        _probing = 0;
    }
}
