// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.CompilerServices;

namespace OrthancDeid.Host.Native;

/// <summary>
/// The only way from the host into managed code: no exception crosses the C interface, where it would terminate the
/// host. Every method that the host can call is an expression of one of these; a test reads the sources and checks
/// that.
/// </summary>
public static class HostBoundary
{
    private static readonly OrthancLogger Logger = new("OrthancDeid", traces: false);

    /// <summary>Runs a callback that answers nothing.</summary>
    /// <param name="callback">What the host asks for.</param>
    /// <param name="name">The method that the host called.</param>
    public static void Run(Action callback, [CallerMemberName] string name = "") => Answer(
        () =>
        {
            callback();
            return true;
        },
        false,
        name);

    /// <summary>Runs a callback that answers with an error code.</summary>
    /// <param name="callback">What the host asks for.</param>
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

    /// <summary>Runs a callback that answers with a value.</summary>
    /// <param name="callback">What the host asks for.</param>
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

    /// <summary>Not the message of the exception, since those of the framework may quote values.</summary>
    private static void Report(string name, Exception fault)
    {
        try
        {
            Logger.CallbackFailed(name, fault.GetType().Name, fault.StackTrace);
        }
        catch (Exception)
        {
            // Not even logging works, as without memory. The host still gets its error.
        }
    }
}
