// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;

namespace OrthancDeid.Host.Native;

/// <summary>
/// The messages of this assembly. None contains patient data, that is, values of files or requests. Their numbers are
/// unique in the plugin.
/// </summary>
internal static partial class HostMessages
{
    [LoggerMessage(44, LogLevel.Error, "A callback of Orthanc failed: {Callback}: {Fault}\n{Stack}")]
    public static partial void CallbackFailed(this ILogger logger, string callback, string fault, string? stack);
}
