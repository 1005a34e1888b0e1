// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;

namespace OrthancDeid.Jobs;

/// <summary>
/// The messages of jobs. No message above debug level contains patient data, that is, values of files or requests. No
/// other message of the plugin uses one of their event numbers.
/// </summary>
internal static partial class JobMessages
{
    [LoggerMessage(9, LogLevel.Warning, "Number {Number} of a patient name could not be returned, and no patient will get it: {Reason}")]
    public static partial void NumberNotGivenBack(this ILogger logger, int number, string reason);

    [LoggerMessage(40, LogLevel.Warning, "Global property {Property} of the database does not hold the count of patient"
        + " names: counting continues after {Highest}, the highest number of a patient")]
    public static partial void CountMended(this ILogger logger, int property, int highest);

    [LoggerMessage(61, LogLevel.Warning, "Study {Study} is refused: an anonymization had the result of another one as its source,"
        + " {Count} times in a row within an hour. Probably a Lua script checks the metadata that names a study's source,"
        + " which a plugin can write only after the script is called, and not at all before Orthanc 1.12.2. Let it check its argument origin"
        + " (RequestOrigin is Plugins) or PatientIdentityRemoved")]
    public static partial void GenerationsEnded(this ILogger logger, string study, int count);

    [LoggerMessage(12, LogLevel.Error, "A job of type {Type} failed: {Fault}\n{Stack}")]
    public static partial void JobFault(this ILogger logger, string type, string fault, string? stack);

    [LoggerMessage(13, LogLevel.Error, "A job of type {Type} failed for {Failed} of {Count} instances: OrthancStatus"
        + " {Code} for the first one, {Instance}")]
    public static partial void JobInstanceFailed(
        this ILogger logger, string type, int failed, int count, int code, string instance);

    [LoggerMessage(24, LogLevel.Error, "A job of type {Type} failed: OrthancStatus {Code}, {Description}")]
    public static partial void JobFailed(this ILogger logger, string type, int code, string description);

    [LoggerMessage(14, LogLevel.Error, "A saved job of this plugin cannot be read and is not continued: {Fault}")]
    public static partial void JobNotRestored(this ILogger logger, string fault);

    [LoggerMessage(62, LogLevel.Error, "Global property {Property} of the database holds a {What} of a newer version of the"
        + " plugin: its form has version {Version}, and this plugin reads {Oldest} to {Newest}. It is left as it is"
        + " until you install a version that can read it")]
    public static partial void StateIsNewer(
        this ILogger logger, int property, string what, int version, int oldest, int newest);

    [LoggerMessage(63, LogLevel.Error, "Global property {Property} of the database does not hold a {What} that this version"
        + " of the plugin can read. It is left as it is")]
    public static partial void StateNotRead(this ILogger logger, int property, string what);

    [LoggerMessage(64, LogLevel.Warning, "Orthanc has saved a job of a newer version of the plugin: its form has version"
        + " {Version}, and this plugin reads {Oldest} to {Newest}. It is not among the jobs now; if it had not ended, it stays"
        + " in the database until you install a version that can read it")]
    public static partial void SavedJobIsNewer(this ILogger logger, int version, int oldest, int newest);

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

    [LoggerMessage(41, LogLevel.Warning, "Orthanc's list of jobs cannot be read: {Fault}. The plugin may notice late that a"
        + " waiting job was cancelled; it tries again\n{Stack}")]
    public static partial void JobsNotTold(this ILogger logger, string fault, string? stack);

    [LoggerMessage(42, LogLevel.Warning, "A job takes longer, because only {Started} of its {Count} threads could be started: {Fault}")]
    public static partial void ThreadsNotStarted(this ILogger logger, int started, int count, string fault);

    [LoggerMessage(23, LogLevel.Warning, "Orthanc may show outdated main DICOM tags for the parents of new instance"
        + " {Instance}: {Fault}")]
    public static partial void MainTagsNotUpdated(this ILogger logger, string instance, string fault);

    [LoggerMessage(25, LogLevel.Error, "Not everything that was attached to an overwritten resource could be restored; the"
        + " plugin tries again after the next start: {Fault}")]
    public static partial void NotesNotPutBack(this ILogger logger, string fault);

    [LoggerMessage(43, LogLevel.Warning, "The identifier of job {Id} could not be stored. If Orthanc is killed before it saves"
        + " its jobs, the job continues with another identifier: {Fault}")]
    public static partial void IdNotKept(this ILogger logger, string id, string fault);

    [LoggerMessage(50, LogLevel.Warning, "A resubmitted job could not be stored. If Orthanc is killed before its first step, the"
        + " job is lost: {Fault}")]
    public static partial void JobNotRecorded(this ILogger logger, string fault);

    [LoggerMessage(51, LogLevel.Warning, "Jobs that Orthanc lost when it stopped cannot be continued yet; the plugin tries again: {Fault}")]
    public static partial void JobsTakenUpLater(this ILogger logger, string fault);

    [LoggerMessage(52, LogLevel.Error, "What a job made of instance {Source} before Orthanc stopped could not be deleted:"
        + " {Fault}")]
    public static partial void FormerNotDiscarded(this ILogger logger, string source, string fault);

    [LoggerMessage(53, LogLevel.Warning, "A job failed that had been at work before Orthanc stopped. It is unknown whether what it"
        + " may have made of instance {Source} before is left")]
    public static partial void FormerUnknown(this ILogger logger, string source);

    [LoggerMessage(54, LogLevel.Error, "A job of type {Type} failed while it was deleting its sources. Its {Count} new instances"
        + " stay, since some of the sources may be gone; the first one is {Instance}. Submit the job again, and it continues")]
    public static partial void ResultsStay(this ILogger logger, string type, int count, string instance);
}
