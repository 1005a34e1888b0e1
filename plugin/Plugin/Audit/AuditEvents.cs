// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Plugin.Audit;

/// <summary>What entries are about.</summary>
internal static class AuditEvents
{
    /// <summary>A request, once it is known what becomes of it.</summary>
    public const string Request = "Request";

    /// <summary>A job that has ended.</summary>
    public const string Job = "Job";

    /// <summary>The first entry of a file that goes on where another one ends that was moved away.</summary>
    public const string FileBegins = "FileBegins";

    /// <summary>What a power cut has left of an entry.</summary>
    public const string TornLine = "TornLine";
}
