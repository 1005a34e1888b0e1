// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Differential;

/// <summary>A request about a file, both determined by a seed and an index.</summary>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Index">The number of the case in the run.</param>
/// <param name="FileName">The name of the file in a report.</param>
/// <param name="File">The file; several consecutive cases share it.</param>
/// <param name="Operation"><c>anonymize</c> or <c>modify</c>.</param>
/// <param name="Body">The body of the request.</param>
internal sealed record DifferentialCase(
    ulong Seed, int Index, string FileName, byte[] File, string Operation, string Body)
{
    /// <summary>Consecutive cases with one file: storing a file takes longer than a request about it.</summary>
    private const int RequestsForFile = 8;

    /// <summary>The percentage of files that come from the corpus, if it is there.</summary>
    private const int FromCorpus = 35;

    /// <summary>Makes consecutive cases.</summary>
    public static IEnumerable<DifferentialCase> Make(ulong seed, int first, int count)
    {
        var block = -1;
        var (name, file) = (string.Empty, Array.Empty<byte>());
        ListedFile? listed = null;
        for (var index = first; index < first + count; index++)
        {
            if (listed is null || index / RequestsForFile != block)
            {
                block = index / RequestsForFile;
                (name, file, listed) = FileOf(seed, block);
            }

            var (operation, body) = GeneratedRequest.Make(new SeededChoice(seed, "request", index), listed);
            yield return new DifferentialCase(seed, index, name, file, operation, body);
        }
    }

    /// <summary>Everything needed to repeat the case.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"seed {Seed}, index {Index}, {FileName}: {Operation} {Body}");

    private static (string Name, byte[] File, ListedFile Listed) FileOf(ulong seed, int block)
    {
        var choice = new SeededChoice(seed, "source", block);
        string[] corpus = [.. Corpus.Names()];
        if (choice.Percent(FromCorpus))
        {
            var name = choice.Of(corpus);
            var real = Corpus.Read(name);
            try
            {
                return (name, real, ListedFile.Read(real));
            }
            catch (DicomFormatException)
            {
                // Some files of the corpus are broken on purpose. Orthanc stores none of them.
            }
        }

        var made = GeneratedFile.Make(seed, block);
        return (string.Create(CultureInfo.InvariantCulture, $"made-up file {block}"), made, ListedFile.Read(made));
    }
}
