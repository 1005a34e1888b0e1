// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace OrthancDeid.Plugin.Audit;

/// <summary>What an audit file needs to know about its path while it is open.</summary>
/// <param name="HasFile">
/// Whether an open file is still at the path; throws an <see cref="IOException"/> if that is unknown.
/// </param>
/// <param name="FaultOf">What is wrong with the path before a file is opened there; null for nothing.</param>
/// <param name="Logger">Logs that a new file begins.</param>
internal sealed record AuditPlace(Func<SafeFileHandle, string, bool> HasFile, Func<string, string?> FaultOf, ILogger Logger);
