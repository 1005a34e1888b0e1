// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;

namespace OrthancDeid.Host.Native;

/// <summary>Writes into the log of the host, which knows errors, warnings and information.</summary>
/// <param name="category">What each message starts with.</param>
/// <param name="traces">
/// Whether the host lets plugins log below information (since 1.12.4), which is shown only with <c>--trace</c>. If not,
/// messages below information are dropped: one level up, they could bring patient data into an everyday log.
/// </param>
public sealed class OrthancLogger(string category, bool traces) : ILogger
{
    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && (traces || logLevel >= LogLevel.Information);

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
            case LogLevel.Trace:
            case LogLevel.Debug:
                HostServices.LogTrace(message, category, (uint)eventId.Id);
                break;
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
