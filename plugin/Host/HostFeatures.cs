// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Host;

/// <summary>What a version of Orthanc can do; the only place where versions are compared.</summary>
/// <param name="isAtLeast">Whether the host has a version or a newer one: major, minor and revision.</param>
public sealed class HostFeatures(Func<int, int, int, bool> isAtLeast)
{
    /// <summary>Whether the plugin works with this version at all.</summary>
    public bool IsSupported => isAtLeast(1, 10, 1);

    /// <summary>Whether resources have labels.</summary>
    public bool HasLabels => isAtLeast(1, 12, 0);

    /// <summary>Whether a metric can be a whole number of 64 bits; older hosts round it to 24.</summary>
    public bool HasIntegerMetrics => isAtLeast(1, 12, 1);

    /// <summary>Whether a plugin may write <c>AnonymizedFrom</c> and <c>ModifiedFrom</c>.</summary>
    public bool TakesOrigins => isAtLeast(1, 12, 2);

    /// <summary>Whether a plugin can name its threads in the log.</summary>
    public bool NamesThreads => isAtLeast(1, 12, 2);

    /// <summary>Whether a plugin can log below information, which is shown only with <c>--trace</c>.</summary>
    public bool TakesTraces => isAtLeast(1, 12, 4);

    /// <summary>Whether the host accepts a quality for a single lossy transcoding.</summary>
    public bool HonoursQuality => isAtLeast(1, 12, 7);

    /// <summary>Whether plugins can keep the audit logs that other plugins emit.</summary>
    public bool TakesAuditLogs => isAtLeast(1, 12, 9);

    /// <summary>
    /// Whether one thread may delete an instance while another one stores one. Orthanc 1.10.1 crashes if it deletes an
    /// empty folder of its storage while another thread is about to use it; 1.12.7 does not.
    /// </summary>
    public bool DeletesWhileItStores => isAtLeast(1, 12, 7);
}
