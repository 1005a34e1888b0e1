// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;

namespace OrthancDeid.Orthanc;

/// <summary>
/// Finds out whether another plugin got hold of a route before this one: the host asks the plugins in the order in
/// which they were loaded and tells none of them. So a request to each route, made through the host, has to arrive.
/// </summary>
internal sealed class RouteOwnership(ILogger logger)
{
    // No resource has this identifier, whoever answers.
    private static readonly string Probe = $"probe-{Guid.NewGuid():N}";

    // One for each pattern that the plugin registers.
    private static readonly string[] Routes =
    [
        $"/instances/{Probe}/anonymize", $"/instances/{Probe}/modify", $"/series/{Probe}/anonymize",
        "/tools/bulk-anonymize", $"/studies/{Probe}/split", "/deid/profiles",
        $"/deid/mappings/{Probe}",
        "/jobs", $"/jobs/{Probe}", $"/jobs/{Probe}/cancel",
    ];

    private volatile string? _expected;

    // The host answers on the thread that asks, so nobody else's request is taken for a probe.
    private volatile int _probing;

    /// <summary>Answers a request that <see cref="Check"/> made.</summary>
    /// <returns>Whether it was one.</returns>
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

    /// <summary>Probes each route and says in the log which ones another plugin answers.</summary>
    public void Check()
    {
        _probing = Environment.CurrentManagedThreadId;
        foreach (var route in Routes)
        {
            _expected = route;
            var code = OrthancHost.Get(route);
            if (_expected is not null)
            {
                logger.RouteTaken(route.Replace(Probe, "{id}", StringComparison.Ordinal), (int)code);
            }
        }

        _expected = null;
        _probing = 0;
    }
}
