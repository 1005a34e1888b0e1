// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Orthanc.Jobs;

namespace OrthancDeid.Orthanc;

/// <summary>The metrics for Prometheus, by the kind of work.</summary>
internal sealed class Metrics
{
    private readonly WorkMetrics _anonymize = new("anonymize");
    private readonly WorkMetrics _modify = new("modify");
    private readonly WorkMetrics _split = new("split");
    private readonly WorkMetrics _merge = new("merge");

    /// <summary>Those of a kind of work.</summary>
    public WorkMetrics Of(JobKind kind, Operation operation) => kind switch
    {
        JobKind.SplitStudy => _split,
        JobKind.MergeStudy => _merge,
        _ => operation == Operation.Anonymize ? _anonymize : _modify,
    };

    /// <summary>Passes them to the host, which asks for them when it is asked.</summary>
    public void Publish()
    {
        _anonymize.Publish();
        _modify.Publish();
        _split.Publish();
        _merge.Publish();
    }
}
