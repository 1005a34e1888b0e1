// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Host.Native;
using OrthancDeid.Jobs.Work;

namespace OrthancDeid.Plugin;

/// <summary>Passes the metrics to the host, for Prometheus.</summary>
internal sealed class PublishedMetrics(NativeHost host, Metrics metrics)
{
    /// <summary>Sets all metrics. The host calls this when it is asked for them.</summary>
    public void Publish()
    {
        foreach (var work in metrics.All)
        {
            host.SetMetric($"orthanc_deid_{work.Kind}_instances", work.Instances);
            host.SetMetric($"orthanc_deid_{work.Kind}_bytes", work.Bytes);
            host.SetMetric($"orthanc_deid_{work.Kind}_failures", work.Failures);
            host.SetMetric($"orthanc_deid_{work.Kind}_rejections", work.Rejections);
            host.SetMetric($"orthanc_deid_{work.Kind}_seconds", work.Seconds);
        }
    }
}
