// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.CompilerServices;

namespace OrthancDeid.Host.Native;

/// <summary>
/// The only way from the host into managed code. It lets no exception cross the C interface, where it would terminate
/// the host. The body of every method that the host can call is a single call of one of these methods. A test reads the
/// sources and checks that.
/// </summary>
public static class HostBoundary
{
    private static readonly OrthancLogger Logger = new("OrthancDeid", traces: false);

    /// <summary>Runs a callback that returns nothing.</summary>
    /// <param name="callback">The work that the host asks for.</param>
    /// <param name="name">The method that the host called.</param>
    public static void Run(Action callback, [CallerMemberName] string name = "") => Answer(
        () =>
        {
            callback();
            return true;
        },
        false,
        name);

    /// <summary>Runs a callback that returns an error code.</summary>
    /// <param name="callback">The work that the host asks for.</param>
    /// <param name="name">The method that the host called.</param>
    /// <returns>Success, or the code of the exception.</returns>
    public static OrthancErrorCode Code(Func<OrthancErrorCode> callback, [CallerMemberName] string name = "") => Guard(
        callback, static fault => fault is OrthancException orthanc ? orthanc.Code : OrthancErrorCode.InternalError, name);

    /// <inheritdoc cref="Code(Func{OrthancErrorCode}, string)"/>
    public static OrthancErrorCode Code(Action callback, [CallerMemberName] string name = "") => Code(
        () =>
        {
            callback();
            return OrthancErrorCode.Success;
        },
        name);

    /// <summary>Runs a callback that returns a value.</summary>
    /// <param name="callback">The work that the host asks for.</param>
    /// <param name="onFault">What the host gets if the callback fails.</param>
    /// <param name="name">The method that the host called.</param>
    public static T Answer<T>(Func<T> callback, T onFault, [CallerMemberName] string name = "") =>
        Guard(callback, _ => onFault, name);

    private static T Guard<T>(Func<T> callback, Func<Exception, T> onFault, string name)
    {
        try
        {
            return callback();
        }
        catch (Exception fault)
        {
            Report(name, fault);
            return onFault(fault);
        }
    }

    /// <summary>Logs an exception without its message, since messages of the framework may quote values.</summary>
    private static void Report(string name, Exception fault)
    {
        try
        {
            Logger.CallbackFailed(name, fault.GetType().Name, fault.StackTrace);
        }
        catch (Exception)
        {
            // Not even logging works, for example without memory. The host still gets its error.
        }
    }
}
