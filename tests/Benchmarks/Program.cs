// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Benchmarks;
using OrthancDeid.Benchmarks.Hosts;
using OrthancDeid.Benchmarks.Measuring;
using OrthancDeid.Benchmarks.Reports;

// OrthancDeid.Benchmarks <benchmark>[:<case>][@<version>] <folder for the results>: see benchmarks.sh
Console.OutputEncoding = Encoding.UTF8;
if (args is not [var asked, var folder])
{
    return Usage();
}

var selection = Selection.Parse(asked);
if (selection.Benchmark == "targets")
{
    new TargetReport(folder).Write();
    return 0;
}

// As many threads as there are connections wait for hosts; by default there are no more than cores at first.
ThreadPool.SetMinThreads(MeasuredHost.Connections + Environment.ProcessorCount, MeasuredHost.Connections);
var quick = new Alternation(TimeSpan.FromSeconds(10), 5, 101).OrAsAsked();
var start = new Alternation(TimeSpan.FromSeconds(10), 5, 21).OrAsAsked();
var slow = new Alternation(TimeSpan.FromSeconds(40), 3, 9).OrAsAsked();
IEnumerable<IReadOnlyList<Figure>>? comparisons;
try
{
    comparisons = selection.Benchmark switch
    {
        "codec" => new CodecBenchmark(quick).Run(),
        "peers" => new PeerBenchmark(quick, Path.Combine(folder, "program", "dcmtk-library")).Run(),
        "instance" => new InstanceBenchmark(quick, selection.Versions).Run(),
        "start" => new InstanceBenchmark(start, selection.Versions).RunStart(),
        "study" => new StudyBenchmark(slow, selection.Versions).Run(selection.CaseOf(StudyBenchmark.Cases)),
        // The newest, unless another one is asked for.
        "growth" => new GrowthBenchmark(slow, selection.Versions[^1]).Run(selection.CaseOf(GrowthBenchmark.Cases)),
        _ => null,
    };
}
catch (FormatException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}

if (comparisons is null)
{
    return Usage();
}

new Report(selection.FileName, folder).Add(comparisons);
return 0;

static int Usage()
{
    Console.Error.WriteLine(
        "usage: OrthancDeid.Benchmarks (codec|peers|instance|start|study|growth|targets)[:CASE][@VERSION] FOLDER");
    return 2;
}
