// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using OrthancDeid.Host;
using OrthancDeid.Host.Native;
using OrthancDeid.Jobs.State;
using OrthancDeid.Plugin.Access;

namespace OrthancDeid.Plugin.Audit;

/// <summary>
/// Records who did what: in the log, in the configured audit file, and through plugins of the host that keep audit
/// logs. Thread-safe.
/// </summary>
/// <param name="host">The host.</param>
/// <param name="file">The file; null for none.</param>
/// <param name="text">Knows what part of the details of an error may be logged.</param>
/// <param name="logger">The log.</param>
internal sealed class AuditTrail(NativeHost host, AuditFile? file, LoggedText text, ILogger logger) : IDisposable
{
    // In the order of the SDK's numbers of the levels.
    private static readonly string[] Levels = ["patients", "studies", "series", "instances"];

    /// <summary>The file; null for none.</summary>
    public AuditFile? File => file;

    /// <inheritdoc cref="LoggedText.Of"/>
    public string Loggable(string details, byte[] body, string uri) => text.Of(details, body, uri);

    /// <summary>Adds an entry.</summary>
    /// <exception cref="OrthancException">
    /// The file cannot be written. What cannot be audited must not happen.
    /// </exception>
    public void Record(AuditEntry entry)
    {
        byte[] line;
        try
        {
            line = file?.Add(entry.Write) ?? Alone(entry);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            logger.AuditNotWritten(fault.Message);
            logger.Audited(entry);
            throw new OrthancException(
                OrthancErrorCode.CannotWriteFile, "The audit file of the configuration cannot be written (Deid.AuditFile); the log says why.");
        }

        logger.Audited(entry);
        var level = Array.IndexOf(Levels, entry.Route?.Split('/').ElementAtOrDefault(1));
        host.EmitAuditLog(
            entry.Caller.User ?? string.Empty, level < 0 ? Levels.Length : level,
            entry.Resources is [var resource] ? resource : string.Empty, $"{entry.Event}:{entry.Action}", line);
    }

    /// <summary>Adds the entry of a job that has ended.</summary>
    public void Ended(EndedJob job)
    {
        try
        {
            var progress = job.Progress;
            var fault = job.Reason == JobStopReason.Failure ? progress.Fault : null;
            Record(new AuditEntry
            {
                Event = AuditEvents.Job,
                Action = job.Definition.Kind switch
                {
                    JobKind.SplitStudy => "split",
                    JobKind.MergeStudy => "merge",
                    _ => job.Definition.Operation == Deidentification.Requests.Operation.Anonymize ? "anonymize" : "modify",
                },
                Caller = new Caller(job.Definition.User, job.Definition.IsInternal),
                Resources = job.Definition.Named,
                Preset = job.Definition.Preset,
                Request = job.Request,
                Ignored = job.Definition.Ignored,
                Job = job.Definition.Ids.All().LastOrDefault(),
                Token = job.Definition.Token,
                Instances = (progress.Count, progress.Stored.Count, progress.Failed.Count, progress.Rejected.Count),
                Outcome = job.Reason.ToString(),
                Code = job.Reason == JobStopReason.Failure ? fault?.Code ?? OrthancErrorCode.InternalError : OrthancErrorCode.Success,
                Details = fault is null ? null : Loggable(fault.Details, job.Definition.Request, string.Empty),
            });
        }
        catch (OrthancException)
        {
            // This was logged, and later requests are refused.
        }
        catch (Exception fault)
        {
            // The job has ended, even if this is not audited.
            logger.JobNotAudited(fault.GetType().Name, fault.StackTrace);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    private static byte[] Alone(AuditEntry entry)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            entry.Write(json);
            json.WriteEndObject();
        }

        return line.WrittenSpan.ToArray();
    }
}
