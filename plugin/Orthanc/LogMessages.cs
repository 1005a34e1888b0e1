// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;

namespace OrthancDeid.Orthanc;

/// <summary>
/// All messages that the plugin writes into the log of the host. No message above debug level contains patient data,
/// that is, values of files or requests.
/// </summary>
internal static partial class LogMessages
{
    [LoggerMessage(1, LogLevel.Information, "Version {Version} runs in Orthanc {HostVersion}")]
    public static partial void Started(this ILogger logger, string version, string hostVersion);

    [LoggerMessage(2, LogLevel.Error, "Orthanc {HostVersion} is older than 1.10.1: the plugin does nothing, and Orthanc's"
        + " own routes answer")]
    public static partial void HostTooOld(this ILogger logger, string hostVersion);

    [LoggerMessage(3, LogLevel.Error, "The plugin cannot start: {Fault}: {Message}\n{Stack}")]
    public static partial void StartFailed(this ILogger logger, string fault, string message, string? stack);

    [LoggerMessage(4, LogLevel.Error, "Another plugin answers POST {Route} (Orthanc's code {Code}): load this one before it")]
    public static partial void RouteTaken(this ILogger logger, string route, int code);

    [LoggerMessage(5, LogLevel.Error, "Cannot find out whether another plugin owns a route: {Fault}\n{Stack}")]
    public static partial void CheckFailed(this ILogger logger, string fault, string? stack);

    [LoggerMessage(6, LogLevel.Information, "POST {Uri} is refused: OrthancStatus {Code}, {Description}")]
    public static partial void Refused(this ILogger logger, string uri, int code, string description);

    [LoggerMessage(7, LogLevel.Error, "POST {Uri} failed: {Fault}\n{Stack}")]
    public static partial void Failed(this ILogger logger, string uri, string fault, string? stack);

    [LoggerMessage(8, LogLevel.Error, "The configuration of Orthanc is ill-formed at \"{Member}\": {Reason}")]
    public static partial void ConfigurationIllFormed(this ILogger logger, string member, string reason);

    [LoggerMessage(9, LogLevel.Warning, "The number {Number} of a patient name could not be given back: {Reason}")]
    public static partial void NumberNotGivenBack(this ILogger logger, int number, string reason);

    [LoggerMessage(40, LogLevel.Warning, "Global property {Property} of the database was not the count of patient names"
        + ": counting goes on after {Highest}, the highest number that a patient has")]
    public static partial void CountMended(this ILogger logger, int property, int highest);

    [LoggerMessage(10, LogLevel.Warning, "{Member} is {Encoding}, for which DICOM has no defined term: ASCII is used")]
    public static partial void EncodingUnknown(this ILogger logger, string member, string encoding);

    [LoggerMessage(11, LogLevel.Debug, "POST {Uri}: {Details}")]
    public static partial void Details(this ILogger logger, string uri, string details);

    [LoggerMessage(12, LogLevel.Error, "A job of type {Type} failed: {Fault}\n{Stack}")]
    public static partial void JobFault(this ILogger logger, string type, string fault, string? stack);

    [LoggerMessage(13, LogLevel.Error, "A job of type {Type} ends with {Failed} failed instances of {Count}: OrthancStatus"
        + " {Code} of the first one, {Instance}")]
    public static partial void JobInstanceFailed(
        this ILogger logger, string type, int failed, int count, int code, string instance);

    [LoggerMessage(24, LogLevel.Error, "A job of type {Type} fails: OrthancStatus {Code}, {Description}")]
    public static partial void JobFailed(this ILogger logger, string type, int code, string description);

    [LoggerMessage(14, LogLevel.Error, "A saved job of this plugin cannot be read and does not go on: {Fault}")]
    public static partial void JobNotRestored(this ILogger logger, string fault);

    [LoggerMessage(15, LogLevel.Warning, "Orthanc {HostVersion} does not let plugins write AnonymizedFrom and ModifiedFrom:"
        + " new instances do not name their sources")]
    public static partial void NoOrigins(this ILogger logger, string hostVersion);

    [LoggerMessage(16, LogLevel.Warning, "Orthanc {HostVersion} does not take a LossyQuality: its DicomLossyTranscodingQuality"
        + " is used for all requests")]
    public static partial void NoLossyQuality(this ILogger logger, string hostVersion);

    [LoggerMessage(17, LogLevel.Warning, "Instance {Instance} cannot be transcoded and keeps its transfer syntax")]
    public static partial void NotTranscoded(this ILogger logger, string instance);

    [LoggerMessage(18, LogLevel.Warning, "Orthanc has lost a job of type {Type} that had not ended: it continues from {Done} of"
        + " {Count} instances")]
    public static partial void JobTakenUp(this ILogger logger, string type, int done, int count);

    [LoggerMessage(19, LogLevel.Warning, "The journal still holds a job that has ended: {Fault}")]
    public static partial void JobNotForgotten(this ILogger logger, string fault);

    [LoggerMessage(21, LogLevel.Error, "New instance {Instance} of a failed job could not be deleted: {Fault}")]
    public static partial void NotDiscarded(this ILogger logger, string instance, string fault);

    [LoggerMessage(22, LogLevel.Error, "Not all results of a failed job of type {Type} could be deleted: {Fault}")]
    public static partial void NotUndone(this ILogger logger, string type, string fault);

    [LoggerMessage(41, LogLevel.Warning, "Orthanc describes its jobs in an unexpected way, {Fault}: jobs that are cancelled"
        + " while they wait may go unnoticed; they are looked for again\n{Stack}")]
    public static partial void JobsNotTold(this ILogger logger, string fault, string? stack);

    [LoggerMessage(42, LogLevel.Warning, "Only {Started} of {Count} threads of a job could be started: {Fault}")]
    public static partial void ThreadsNotStarted(this ILogger logger, int started, int count, string fault);

    [LoggerMessage(23, LogLevel.Warning, "Orthanc may show outdated main DICOM tags for the parents of new instance"
        + " {Instance}: {Fault}")]
    public static partial void MainTagsNotUpdated(this ILogger logger, string instance, string fault);

    [LoggerMessage(25, LogLevel.Error, "Not everything that was attached to an overwritten resource could be put back; this is"
        + " tried again after the next start: {Fault}")]
    public static partial void NotesNotPutBack(this ILogger logger, string fault);

    [LoggerMessage(43, LogLevel.Warning, "If Orthanc is killed before it saves its jobs, job {Id} will be known by another"
        + " identifier only: {Fault}")]
    public static partial void IdNotKept(this ILogger logger, string id, string fault);

    [LoggerMessage(50, LogLevel.Warning, "If Orthanc is killed before the first step of a resubmitted job, the job is lost:"
        + " {Fault}")]
    public static partial void JobNotRecorded(this ILogger logger, string fault);

    [LoggerMessage(20, LogLevel.Error, "Jobs that are cancelled while they wait are no longer noticed: {Fault}\n{Stack}")]
    public static partial void WatchFailed(this ILogger logger, string fault, string? stack);

    [LoggerMessage(44, LogLevel.Error, "A callback of Orthanc failed: {Callback}: {Fault}\n{Stack}")]
    public static partial void CallbackFailed(this ILogger logger, string callback, string fault, string? stack);

    [LoggerMessage(51, LogLevel.Warning, "Jobs that Orthanc lost when it stopped cannot be taken up now; it is tried again: {Fault}")]
    public static partial void JobsTakenUpLater(this ILogger logger, string fault);
}
