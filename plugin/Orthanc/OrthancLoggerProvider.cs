// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;

namespace OrthancDeid.Orthanc;

/// <summary>Writes into the log of the host.</summary>
internal sealed class OrthancLoggerProvider : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new OrthancLogger(categoryName);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The log is the host's.
    }
}
