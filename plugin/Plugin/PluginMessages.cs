// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;
using OrthancDeid.Plugin.Audit;

namespace OrthancDeid.Plugin;

/// <summary>
/// The messages of the plugin itself. No message above debug level contains patient data, that is, values of files or
/// requests. Their numbers are unique in the plugin. All messages of this assembly are in this class: the source that
/// is generated for several classes has them in a random order, and the plugin would differ from build to build.
/// </summary>
internal static partial class PluginMessages
{
    [LoggerMessage(1, LogLevel.Information, "Version {Version} runs in Orthanc {HostVersion}")]
    public static partial void Started(this ILogger logger, string version, string hostVersion);

    // A warning, since by default Orthanc shows nothing below.
    [LoggerMessage(83, LogLevel.Warning, "This site: {Protection}")]
    public static partial void Protected(this ILogger logger, string protection);

    [LoggerMessage(84, LogLevel.Warning, "POST /deid/check found a fault at \"{Member}\": {Reason}")]
    public static partial void FileChecked(this ILogger logger, string member, string reason);

    [LoggerMessage(85, LogLevel.Warning, "A filter refused resource {Resource}, which a request names in its body: asked with it in"
        + " the URL, it answered {Status} (Orthanc's code {Code})")]
    public static partial void FilterAsked(this ILogger logger, string resource, int status, int code);

    [LoggerMessage(87, LogLevel.Warning, "ExecuteLuaEnabled is on: whoever may call /tools/execute-script can call what Deid.Routes"
        + " closes, because scripts are trusted. Switch it off, or close that route")]
    public static partial void ScriptsOfClients(this ILogger logger);

    [LoggerMessage(88, LogLevel.Warning, "Orthanc lets in clients without a password (a request without one got status {Status}), so another"
        + " plugin authenticates them: a client that sends no header at all is trusted like a script, and can call what Deid.Routes"
        + " closes. Let a proxy add a header to each request")]
    public static partial void ClientsWithoutPassword(this ILogger logger, int status);

    [LoggerMessage(2, LogLevel.Error, "Orthanc {HostVersion} is too old, 1.10.1 is needed: the plugin does nothing, and Orthanc's"
        + " own routes answer")]
    public static partial void HostTooOld(this ILogger logger, string hostVersion);

    [LoggerMessage(3, LogLevel.Error, "The plugin cannot start: {Fault}: {Message}\n{Stack}")]
    public static partial void StartFailed(this ILogger logger, string fault, string message, string? stack);

    [LoggerMessage(4, LogLevel.Error, "Another plugin already answers POST {Route} (Orthanc's code {Code}): remove it, or load it after this one")]
    public static partial void RouteTaken(this ILogger logger, string route, int code);

    [LoggerMessage(5, LogLevel.Error, "The plugin cannot find out whether another one owns a route: {Fault}\n{Stack}")]
    public static partial void CheckFailed(this ILogger logger, string fault, string? stack);

    [LoggerMessage(6, LogLevel.Information, "POST {Uri} is refused: OrthancStatus {Code}, {Description}")]
    public static partial void Refused(this ILogger logger, string uri, int code, string description);

    [LoggerMessage(7, LogLevel.Error, "POST {Uri} failed: {Fault}\n{Stack}")]
    public static partial void Failed(this ILogger logger, string uri, string fault, string? stack);

    [LoggerMessage(8, LogLevel.Error, "The configuration of Orthanc has a fault at \"{Member}\": {Reason}")]
    public static partial void ConfigurationIllFormed(this ILogger logger, string member, string reason);

    [LoggerMessage(10, LogLevel.Warning, "{Member} is {Encoding}, for which DICOM has no defined term: ASCII is used")]
    public static partial void EncodingUnknown(this ILogger logger, string member, string encoding);

    [LoggerMessage(11, LogLevel.Debug, "POST {Uri}: {Details}")]
    public static partial void Details(this ILogger logger, string uri, string details);

    [LoggerMessage(15, LogLevel.Warning, "Orthanc {HostVersion} does not let plugins write AnonymizedFrom and ModifiedFrom:"
        + " new instances will not name their sources")]
    public static partial void NoOrigins(this ILogger logger, string hostVersion);

    [LoggerMessage(16, LogLevel.Warning, "Orthanc {HostVersion} does not take a LossyQuality: its DicomLossyTranscodingQuality"
        + " is used for all requests")]
    public static partial void NoLossyQuality(this ILogger logger, string hostVersion);

    [LoggerMessage(60, LogLevel.Error, "The list of subjects {Path} cannot be used: {Reason}")]
    public static partial void SubjectsFaulty(this ILogger logger, string path, string reason);

    [LoggerMessage(20, LogLevel.Error, "The plugin no longer notices when a waiting job is cancelled: {Fault}\n{Stack}")]
    public static partial void WatchFailed(this ILogger logger, string fault, string? stack);

    // Messages of the audit. Warnings, since by default Orthanc shows nothing below them.
    [LoggerMessage(80, LogLevel.Warning, "{Entry}")]
    public static partial void Audited(this ILogger logger, AuditEntry entry);

    [LoggerMessage(81, LogLevel.Error, "The audit file cannot be written: {Reason}. Requests are refused until it can.")]
    public static partial void AuditNotWritten(this ILogger logger, string reason);

    [LoggerMessage(86, LogLevel.Warning, "The audit file was moved away: a new one begins after entry {Count}, whose hash is {Last}")]
    public static partial void AuditFileBegins(this ILogger logger, long count, string last);

    [LoggerMessage(89, LogLevel.Warning, "On Windows the plugin cannot tell who may change AuditFile: see to it that only Orthanc can")]
    public static partial void AuditFileUnchecked(this ILogger logger);

    [LoggerMessage(82, LogLevel.Error, "The end of a job could not be audited: {Fault}\n{Stack}")]
    public static partial void JobNotAudited(this ILogger logger, string fault, string? stack);
}
