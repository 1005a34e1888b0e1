// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Work;

/// <summary>The threads of a step of a job. They end with the step, so none is left when the host stops.</summary>
internal static class WorkerThreads
{
    // The host shows at most 15 characters.
    private const string Name = "DEID-WORKER";

    /// <summary>
    /// Runs the same work in several threads, the caller's among them, and waits for the last to end.
    /// </summary>
    /// <param name="count">The number of threads. If the system does not start all of them, fewer do the same
    /// work.</param>
    /// <param name="work">Takes tasks that the threads share, until none is left.</param>
    /// <param name="logger">Logs threads that could not be started.</param>
    /// <exception cref="AggregateException">The work threw, in one or more of the threads.</exception>
    public static void Run(int count, Action work, ILogger logger) =>
        Run(count, work, static thread => thread.Start(), () => OrthancHost.NameThread(Name), logger);

    /// <summary>The same, with a given way to start a thread, and what each new thread does before its work.</summary>
    internal static void Run(int count, Action work, Action<Thread> start, Action begin, ILogger logger)
    {
        var faults = new List<Exception>();
        var threads = new List<Thread>(count);
        while (threads.Count < count - 1)
        {
            if (TryStart(Begun, start, out var fault) is not { } thread)
            {
                // The caller's thread alone is enough.
                logger.ThreadsNotStarted(threads.Count + 1, count, fault!.GetType().Name);
                break;
            }

            threads.Add(thread);
        }

        Guarded(work, faults);
        foreach (var thread in threads)
        {
            thread.Join();
        }

        if (faults.Count > 0)
        {
            throw new AggregateException(faults);
        }

        void Begun() => Guarded(() =>
        {
            begin();
            work();
        }, faults);
    }

    private static Thread? TryStart(ThreadStart run, Action<Thread> start, out Exception? fault)
    {
        fault = null;
        try
        {
            // This name is for the operating system. The host keeps another one for its log.
            var thread = new Thread(run) { Name = Name };
            start(thread);
            return thread;
        }
        catch (Exception refusal) when (refusal is OutOfMemoryException or ThreadStartException)
        {
            fault = refusal;
            return null;
        }
    }

    private static void Guarded(Action work, List<Exception> faults)
    {
        try
        {
            work();
        }
        catch (Exception fault)
        {
            // Passed to the caller's thread, since an exception that leaves a thread terminates the host.
            lock (faults)
            {
                faults.Add(fault);
            }
        }
    }
}
