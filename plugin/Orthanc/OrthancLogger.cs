// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;

namespace OrthancDeid.Orthanc;

/// <summary>
/// Writes into the log of the host, which knows errors, warnings and information. It has no level for debugging that a
/// plugin could write to before Orthanc 1.12.4, so what is below information is not written at all.
/// </summary>
internal sealed class OrthancLogger(string category) : ILogger
{
    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and not LogLevel.None;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var message = $"{category}: {formatter(state, exception)}";
        switch (logLevel)
        {
            case LogLevel.Information:
                HostServices.LogInfo(message);
                break;
            case LogLevel.Warning:
                HostServices.LogWarning(message);
                break;
            default:
                HostServices.LogError(message);
                break;
        }
    }
}
