// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Benchmarks;
using OrthancDeid.Benchmarks.Hosts;
using OrthancDeid.Benchmarks.Measuring;
using OrthancDeid.Benchmarks.Reports;

// OrthancDeid.Benchmarks <benchmark> <folder for the results>: see benchmarks.sh
Console.OutputEncoding = Encoding.UTF8;
var quick = new Alternation(TimeSpan.FromSeconds(10), 5, 101);
var slow = new Alternation(TimeSpan.FromSeconds(40), 3, 9);
Func<IEnumerable<IReadOnlyList<Figure>>>? run = args is [var benchmark, _] ? benchmark switch
{
    "codec" => new CodecBenchmark(quick).Run,
    "peers" => new PeerBenchmark(quick).Run,
    "instance" => new InstanceBenchmark(quick).Run,
    "start" => new InstanceBenchmark(quick with { MostRounds = 21 }).RunStart,
    "study" => new StudyBenchmark(slow).Run,
    "growth" => new StudyBenchmark(slow).RunGrowth,
    _ => null,
} : null;
if (run is null)
{
    Console.Error.WriteLine("usage: OrthancDeid.Benchmarks (codec|peers|instance|start|study|growth) FOLDER");
    return 2;
}

var report = new Report(args[0]);
report.Add(run());
report.Save(args[1]);
return 0;
