// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Jobs.Tests.Simulation;

/// <summary>
/// The threads of a step of a job. One of them runs at a time, until its next call to the host; then the seed decides which
/// one continues. A thread that waits for a lock of the plugin is known, since it waits through the
/// <see cref="SynchronizationContext"/>. It gets the lock at the first call to the host after the lock is free.
/// </summary>
internal sealed class SimulatedWorkers(Random random)
{
    [ThreadStatic]
    private static Worker? _current;

    private readonly List<Worker> _alive = [];

    /// <summary>The number of the current thread in its step; 0 outside of a step, and where there is only one
    /// thread.</summary>
    public int Number => _current?.Number ?? 0;

    /// <summary>Runs work in several threads, and waits for all of them.</summary>
    /// <exception cref="AggregateException">The exceptions of the work.</exception>
    public void Run(int count, Action work)
    {
        if (count <= 1)
        {
            work();
            return;
        }

        var faults = new List<Exception>();
        using var ended = new CountdownEvent(count);
        var workers = Enumerable.Range(1, count).Select(number => new Worker(number)).ToList();
        _alive.AddRange(workers);
        foreach (var worker in workers)
        {
            new Thread(() =>
            {
                _current = worker;
                SynchronizationContext.SetSynchronizationContext(new Turns(this));
                worker.Await();
                try
                {
                    work();
                }
                catch (Exception fault)
                {
                    faults.Add(fault);
                }

                // From here on it waits only for threads of the simulation.
                _current = null;
                _alive.Remove(worker);
                if (_alive.Count > 0)
                {
                    Next().Turn.Set();
                }

                ended.Signal();
            })
            {
                IsBackground = true,
            }.Start();
        }

        Next().Turn.Set();
        ended.Wait();
        workers.ForEach(worker => worker.Dispose());
        if (faults.Count > 0)
        {
            throw new AggregateException(faults);
        }
    }

    /// <summary>The current thread is about to call the host: another one may run first.</summary>
    public void Pause()
    {
        if (_current is { } current && _alive.Count > 1)
        {
            Pass(current);
        }
    }

    private void Pass(Worker current)
    {
        var next = Next();
        if (next != current)
        {
            next.Turn.Set();
            current.Await();
        }
    }

    private Worker Next()
    {
        foreach (var worker in _alive)
        {
            if (worker.IsFree())
            {
                // Comes first, so that the thread that released the lock does not take it again.
                return worker;
            }
        }

        var able = _alive.FindAll(worker => worker.WaitsFor is null);
        return able.Count > 0 ? able[random.Next(able.Count)] : throw new InvalidOperationException(
            "All threads of a job wait for each other.");
    }

    private sealed class Worker(int number) : IDisposable
    {
        public int Number => number;

        public AutoResetEvent Turn { get; } = new(false);

        /// <summary>The handles that the thread waits for in the plugin; null if it can continue.</summary>
        public nint[]? WaitsFor { get; set; }

        public bool IsParked { get; private set; }

        public void Await()
        {
            IsParked = true;
            Turn.WaitOne();
            IsParked = false;
        }

        /// <summary>Whether it was waiting and no longer has to.</summary>
        public bool IsFree()
        {
            if (WaitsFor is null || Turns.WaitFor(WaitsFor, 0) != 0)
            {
                return false;
            }

            WaitsFor = null;
            return true;
        }

        public void Dispose() => Turn.Dispose();
    }

    private sealed class Turns : SynchronizationContext
    {
        private readonly SimulatedWorkers _workers;

        public Turns(SimulatedWorkers workers)
        {
            _workers = workers;
            SetWaitNotificationRequired();
        }

        public static int WaitFor(nint[] handles, int milliseconds) => WaitHelper(handles, waitAll: false, milliseconds);

        public override int Wait(nint[] waitHandles, bool waitAll, int millisecondsTimeout)
        {
            if (_current is not { IsParked: false } current)
            {
                return WaitHelper(waitHandles, waitAll, millisecondsTimeout);
            }

            current.WaitsFor = waitHandles;
            _workers.Pass(current);
            return 0;
        }
    }
}
