// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Host;

/// <summary>The host's answer to a request to its REST API.</summary>
/// <param name="Status">
/// The HTTP status. Some routes answer with the status of an error although the call succeeds.
/// </param>
/// <param name="Body">The body.</param>
/// <param name="Headers">The headers, a JSON object.</param>
public readonly record struct HostAnswer(ushort Status, HostMemory Body, HostMemory Headers) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Body.Dispose();
        Headers.Dispose();
    }
}
