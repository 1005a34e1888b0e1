// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;

namespace OrthancDeid.Orthanc;

/// <summary>Writes into the log of the host.</summary>
internal sealed class OrthancLoggerProvider : ILoggerProvider
{
    private readonly bool _traces = OrthancHost.IsAtLeast(1, 12, 4);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new OrthancLogger(categoryName, _traces);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The log is the host's.
    }
}
