// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Plugin.Audit;

/// <summary>The kinds of entries.</summary>
internal static class AuditEvents
{
    /// <summary>A request, once its outcome is known.</summary>
    public const string Request = "Request";

    /// <summary>A job that has ended.</summary>
    public const string Job = "Job";

    /// <summary>The first entry of a file that continues another one, which was moved away.</summary>
    public const string FileBegins = "FileBegins";

    /// <summary>What a power failure has left of an entry.</summary>
    public const string TornLine = "TornLine";
}
