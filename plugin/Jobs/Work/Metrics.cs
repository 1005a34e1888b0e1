// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Jobs.State;

namespace OrthancDeid.Jobs.Work;

/// <summary>The counters of each kind of work.</summary>
internal sealed class Metrics
{
    private readonly WorkMetrics _anonymize = new("anonymize");
    private readonly WorkMetrics _modify = new("modify");
    private readonly WorkMetrics _split = new("split");
    private readonly WorkMetrics _merge = new("merge");

    /// <summary>The counters of all kinds.</summary>
    public IEnumerable<WorkMetrics> All => [_anonymize, _modify, _split, _merge];

    /// <summary>The counters of one kind of work.</summary>
    public WorkMetrics Of(JobKind kind, Operation operation) => kind switch
    {
        JobKind.SplitStudy => _split,
        JobKind.MergeStudy => _merge,
        _ => operation == Operation.Anonymize ? _anonymize : _modify,
    };
}
