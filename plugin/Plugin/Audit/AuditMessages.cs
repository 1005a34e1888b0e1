// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;

namespace OrthancDeid.Plugin.Audit;

/// <summary>
/// The messages of the audit. They are warnings, since Orthanc shows nothing below them unless it is told to. None
/// contains patient data.
/// </summary>
internal static partial class AuditMessages
{
    [LoggerMessage(80, LogLevel.Warning, "{Entry}")]
    public static partial void Audited(this ILogger logger, AuditEntry entry);

    [LoggerMessage(81, LogLevel.Error, "The audit file cannot be written: {Reason}. Requests are refused until it can.")]
    public static partial void AuditNotWritten(this ILogger logger, string reason);

    [LoggerMessage(86, LogLevel.Warning, "The audit file was moved away: a new one begins after entry {Count}, whose hash is {Last}")]
    public static partial void AuditFileBegins(this ILogger logger, long count, string last);

    [LoggerMessage(82, LogLevel.Error, "The end of a job could not be audited: {Fault}\n{Stack}")]
    public static partial void JobNotAudited(this ILogger logger, string fault, string? stack);
}
