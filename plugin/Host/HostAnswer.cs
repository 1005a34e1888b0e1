// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Host;

/// <summary>What a host answers to a request to its REST API.</summary>
/// <param name="Status">The HTTP status; some routes answer one that is an error, and call that a success.</param>
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
