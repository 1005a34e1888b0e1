// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.ExceptionServices;

namespace OrthancDeid.Jobs.Instances;

/// <summary>
/// Runs work on a thread with a large stack. The web server of the host gives its threads 100 KB, and neural networks need
/// more: the host would end with SIGSEGV.
/// </summary>
internal static class RoomyThread
{
    private const int StackSize = 16 << 20;

    /// <summary>Runs work, and waits for it.</summary>
    /// <exception cref="Exception">Whatever the work throws.</exception>
    public static T Run<T>(Func<T> work)
    {
        T? result = default;
        ExceptionDispatchInfo? fault = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = work();
                }
                catch (Exception thrown)
                {
                    // Rethrown below, on the thread of the caller.
                    fault = ExceptionDispatchInfo.Capture(thrown);
                }
            }, StackSize)
        {
            Name = "Deid text",
            IsBackground = true,
        };
        thread.Start();
        thread.Join();
        fault?.Throw();
        return result!;
    }
}
