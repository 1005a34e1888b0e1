// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using OrthancDeid.Jobs.Work;

namespace OrthancDeid.Jobs.Tests;

/// <summary>The work of a step is done however many threads the system can start, and no thread outlives the step.</summary>
internal sealed class WorkerThreadsTests
{
    private const int Pieces = 200;

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(3)]
    [TestCase(7)]
    public void Fewer_threads_do_the_same_work(int startable)
    {
        var started = new List<Thread>();
        var left = Pieces;
        var done = 0;
        WorkerThreads.Run(
            8,
            () =>
            {
                while (Interlocked.Decrement(ref left) >= 0)
                {
                    Thread.Sleep(1);
                    Interlocked.Increment(ref done);
                }
            },
            thread =>
            {
                if (started.Count == startable)
                {
                    throw new InsufficientMemoryException();
                }

                thread.Start();
                started.Add(thread);
            },
            () => { },
            NullLogger.Instance);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(done, Is.EqualTo(Pieces));
            Assert.That(started, Has.Count.EqualTo(startable));
            Assert.That(started.Exists(thread => thread.IsAlive), Is.False, "all threads have ended");
        }
    }

    [Test]
    public void What_a_thread_throws_reaches_the_caller_after_all_have_ended()
    {
        var ended = 0;
        var fault = Assert.Throws<AggregateException>(() => WorkerThreads.Run(
            4,
            () =>
            {
                Thread.Sleep(20);
                Interlocked.Increment(ref ended);
                throw new InvalidOperationException();
            },
            thread => thread.Start(),
            () => { },
            NullLogger.Instance));
        Assert.That(fault!.InnerExceptions, Has.Count.EqualTo(4).And.All.TypeOf<InvalidOperationException>());
        Assert.That(ended, Is.EqualTo(4));
    }
}
