// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc.Jobs;

/// <summary>The threads of a step of a job. They live no longer than the step, so none is left when the host stops.</summary>
internal static class WorkerThreads
{
    // The host shows at most 15 characters.
    private const string Name = "DEID-WORKER";

    /// <summary>Runs the same work in several threads, the caller's among them, and waits for the last to end.</summary>
    /// <param name="count">How many threads.</param>
    /// <param name="work">Takes what is to be done from a common place, until nothing is left.</param>
    /// <exception cref="AggregateException">The work threw, in one or more of the threads.</exception>
    public static void Run(int count, Action work)
    {
        var faults = new List<Exception>();
        var threads = new Thread[count - 1];
        for (var i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() =>
            {
                OrthancHost.NameThread(Name);
                Guarded(work, faults);
            })
            {
                // That of the operating system, for those who look at the process; the host has its own for its log.
                Name = Name,
            };
            threads[i].Start();
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
    }

    private static void Guarded(Action work, List<Exception> faults)
    {
        try
        {
            work();
        }
        catch (Exception fault)
        {
            // Handed to the caller's thread: an exception that leaves a thread ends the host.
            lock (faults)
            {
                faults.Add(fault);
            }
        }
    }
}
