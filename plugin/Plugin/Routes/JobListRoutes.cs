// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;
using OrthancDeid.Host;
using OrthancDeid.Host.Native;
using OrthancDeid.Jobs;
using OrthancDeid.Jobs.Engine;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.Shown;

namespace OrthancDeid.Plugin.Routes;

/// <summary>
/// The routes that show and control all jobs. The host produces the answers. The plugin completes the entries of its
/// own jobs, and accepts the identifiers that a job had before the host was killed.
/// </summary>
internal sealed class JobListRoutes(KnownJobs jobs, ILogger logger)
{
    /// <summary>The route of all jobs as a regular expression of the host.</summary>
    public const string ListPattern = "/jobs";

    /// <summary>The route of one job.</summary>
    public const string JobPattern = "/jobs/([^/]+)";

    /// <summary>The routes that control a job. Other names are outputs, which the plugin's jobs do not have.</summary>
    public const string ActionPattern = "/jobs/([^/]+)/(cancel|pause|resume|resubmit)";

    /// <summary>Answers a request to <see cref="ListPattern"/>.</summary>
    /// <exception cref="OrthancException">The host answers an error.</exception>
    public void AnswerList(RestCall call)
    {
        if (call.Method != HttpMethod.Get)
        {
            call.AnswerMethodNotAllowed("GET");
            return;
        }

        var arguments = call.ReadArguments();
        var code = HostRest.TryCall(HttpMethod.Get, Address(arguments), [], out var answer);
        if (code == OrthancErrorCode.ParameterOutOfRange)
        {
            // The host does not pass its own message on to plugins.
            var expand = arguments.LastOrDefault(argument => argument.Name == "expand").Value;
            throw new OrthancException(code, $"Expected a Boolean for GET argument \"expand\", found: {expand}");
        }

        Require(code, call);
        call.Answer(ShownJobs.Complete(answer.Body, jobs), answer.ContentType);
    }

    /// <summary>Answers a request to <see cref="JobPattern"/>.</summary>
    /// <exception cref="OrthancException">The host answers an error.</exception>
    public void AnswerJob(RestCall call)
    {
        var id = call.Group(0);
        switch (call.Method)
        {
            case HttpMethod.Get:
                Show(call, id);
                break;
            case HttpMethod.Delete:
                var code = HostRest.TryCall(HttpMethod.Delete, Address([], jobs.Successor(id) ?? id), [], out var answer);
                if (code == OrthancErrorCode.InexistentItem)
                {
                    throw new OrthancException(code, $"No job found with this id: {id}");
                }

                AnswerDeletion(call, code, answer, "GET");
                break;
            default:
                call.AnswerMethodNotAllowed(Allowed("GET"));
                break;
        }
    }

    /// <summary>Answers a request to <see cref="ActionPattern"/>.</summary>
    /// <exception cref="OrthancException">The host answers an error.</exception>
    public void AnswerAction(RestCall call)
    {
        var action = call.Group(1);
        var id = jobs.Successor(call.Group(0)) ?? call.Group(0);
        var address = $"{Address([], id)}/{action}";
        if (call.Method == HttpMethod.Put)
        {
            call.AnswerMethodNotAllowed(Allowed("GET,POST"));
            return;
        }

        var code = HostRest.TryCall(call.Method, address, call.ReadBody(), out var answer);
        if (call.Method == HttpMethod.Post)
        {
            if (code == OrthancErrorCode.UnknownResource)
            {
                // The host answers this without details, whether the job does not exist or is in the wrong state.
                call.AnswerStatus(400, string.Empty);
                return;
            }

            Require(code, call);
            if (action == "resubmit")
            {
                Record(id);
            }

            call.Answer(answer.Body, answer.ContentType);
            return;
        }

        // For the host this is an output with that name.
        if (code == OrthancErrorCode.InexistentItem)
        {
            throw new OrthancException(code, $"Job has no such output: {action}");
        }

        AnswerDeletion(call, code, answer, "GET,POST");
    }

    private void Record(string id)
    {
        try
        {
            jobs.RecordRun(id);
        }
        catch (OrthancException fault)
        {
            // The host has resubmitted the job, and the job's first step records that, too.
            logger.JobNotRecorded(fault.Message);
        }
    }

    private void Show(RestCall call, string id)
    {
        var arguments = call.ReadArguments();
        var code = HostRest.TryCall(HttpMethod.Get, Address(arguments, id), [], out var answer);
        if (code == OrthancErrorCode.UnknownResource && jobs.Successor(id) is { } successor)
        {
            code = HostRest.TryCall(HttpMethod.Get, Address(arguments, successor), [], out answer);
        }

        if (code == OrthancErrorCode.UnknownResource)
        {
            call.AnswerStatus(404, string.Empty);
            return;
        }

        Require(code, call);
        call.Answer(ShownJobs.Complete(answer.Body, jobs), answer.ContentType);
    }

    // Hosts that cannot delete jobs answer 405.
    private static void AnswerDeletion(
        RestCall call, OrthancErrorCode code, (byte[] Body, string ContentType) answer, string allowed)
    {
        if (code == OrthancErrorCode.BadRequest)
        {
            call.AnswerMethodNotAllowed(allowed);
            return;
        }

        Require(code, call);
        call.Answer(answer.Body, answer.ContentType);
    }

    /// <summary>The methods of the host for a route: newer hosts can delete jobs and their outputs.</summary>
    private static string Allowed(string others) =>
        HostRest.TryDelete($"/jobs/{Guid.NewGuid()}") == OrthancErrorCode.BadRequest ? others : $"{others},DELETE";

    private static void Require(OrthancErrorCode code, RestCall call)
    {
        if (code != OrthancErrorCode.Success)
        {
            throw new OrthancException(code, $"Orthanc answers {call.Uri} with {(int)code}.");
        }
    }

    private static string Address((string Name, string Value)[] arguments, string? id = null)
    {
        var path = id is null ? "/jobs" : $"/jobs/{Uri.EscapeDataString(id)}";
        var query = arguments.Select(argument => argument.Value.Length > 0
            ? $"{Uri.EscapeDataString(argument.Name)}={Uri.EscapeDataString(argument.Value)}"
            : Uri.EscapeDataString(argument.Name));
        return arguments.Length > 0 ? $"{path}?{string.Join('&', query)}" : path;
    }
}
