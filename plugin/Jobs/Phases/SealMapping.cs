// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Text;
using System.Text.Json;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;
using OrthancDeid.Jobs.Work;

namespace OrthancDeid.Jobs.Phases;

/// <summary>
/// Seals and keeps the mapping of old to new identifiers before any source is deleted: afterwards it could not be
/// determined any more. For results from before a restart, it is read again from the old and new files. Tables of large
/// jobs are sealed in pieces.
/// </summary>
internal sealed class SealMapping(JobWork work) : JobPhase(work)
{
    private IReadOnlyList<SealedMapping>? _sealed;
    private readonly List<int> _piece = [];
    private Queue<(int Number, StoredInstance Instance)>? _left;
    private int _made;
    private JobEdit? _edit;

    /// <inheritdoc/>
    public override JobPhaseName Name => JobPhaseName.SealMapping;

    /// <inheritdoc/>
    public override PhaseOutcome Run(TimeBudget time)
    {
        var pairs = Work.Pairs!;
        _sealed ??= Work.Services.Mappings.OfJob(Work.Definition.Token);
        _left ??= new(Work.Progress.Stored().Where(one => !IsSealed(one.Number)));
        while (_left.TryPeek(out var next))
        {
            if (!pairs.Has(Work.Definition.Sources[next.Number].Id))
            {
                ReadAgain(pairs, Work.Definition.Sources[next.Number], next.Instance);
            }

            _left.Dequeue();
            _piece.Add(next.Number);
            if (pairs.HasRows && _piece.Count >= Work.Services.RowsOfMapping)
            {
                Seal(pairs);
            }

            if (time.IsSpent && _left.Count > 0)
            {
                return PhaseOutcome.Unfinished;
            }
        }

        if (_piece.Count > 0)
        {
            Seal(pairs);
        }

        Work.Progress.HasMappings(Math.Max(Work.Progress.Mappings, _sealed.Count + _made));
        return PhaseOutcome.Finished;
    }

    /// <inheritdoc/>
    public override JobPhase? Next() => Work.Definition.KeepsSource ? new Done(Work) : new DeleteSources(Work);

    /// <summary>
    /// Whether a mapping covers a source: one that is kept or, if the source is gone, one that somebody has fetched and
    /// deleted since.
    /// </summary>
    private bool IsSealed(int number) => _sealed!.Any(mapping => mapping.Covers(number))
        || (Work.Progress.Mappings > _sealed!.Count && !InstanceStorage.Exists(Work.Definition.Sources[number].Id));

    private void Seal(IdentifierPairs pairs)
    {
        Work.Services.Mappings.Add(
            Work.Definition.Token, Work.Definition.Mapping!.Value, SealedMapping.Bits(_piece, Work.Progress.Count), Sealed(pairs));
        _made++;
        _piece.Clear();
    }

    private byte[] Sealed(IdentifierPairs pairs)
    {
        // The request was only accepted because there was a key.
        var key = Work.Services.Host.MappingKey ?? throw new OrthancException(
            OrthancErrorCode.BadRequest, "The configuration no longer has the Deid.MappingKey that the mapping is to be sealed with.");
        if (Work.Definition.Mapping == MappingForm.Csv)
        {
            return key.Seal(Encoding.UTF8.GetBytes(pairs.ToTable(_piece.Select(number => Work.Definition.Sources[number].Id))));
        }

        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true, NewLine = "\n", IndentSize = 1 }))
        {
            pairs.WriteTo(json);
        }

        return key.Seal(text.WrittenSpan);
    }

    private void ReadAgain(IdentifierPairs pairs, SourceInstance source, StoredInstance stored)
    {
        _edit ??= Transfer.Edit(Work);
        using var old = OrthancHost.ReadInstance(source.Id);
        using var made = OrthancHost.ReadInstance(stored.Id);
        using var file = DicomFile.Parse(made, Work.Services.Host.Reading);
        pairs.Add(source.Id, _edit.Of(source).Map(old, MappedInstance.IdentifiersOf(file.Dataset)));
    }
}
