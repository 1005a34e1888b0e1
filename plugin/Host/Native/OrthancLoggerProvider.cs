// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;

namespace OrthancDeid.Host.Native;

/// <summary>Writes into the log of the host.</summary>
/// <param name="host">The host.</param>
public sealed class OrthancLoggerProvider(IHost host) : ILoggerProvider
{
    private readonly bool _traces = host.Features.TakesTraces;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new OrthancLogger(categoryName, _traces);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The log belongs to the host.
    }
}
