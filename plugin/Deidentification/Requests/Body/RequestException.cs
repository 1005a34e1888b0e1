// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests.Body;

/// <summary>A request that cannot be carried out. The message names the member or tag at fault.</summary>
public sealed class RequestException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">What is wrong.</param>
    /// <param name="details">A sentence that names what is at fault. It never contains anything from a stored file.</param>
    /// <param name="innerException">The failure that caused this one, if any.</param>
    public RequestException(RequestFault fault, string details, Exception? innerException = null)
        : base(details, innerException) => Fault = fault;

    /// <summary>What is wrong.</summary>
    public RequestFault Fault { get; }
}
