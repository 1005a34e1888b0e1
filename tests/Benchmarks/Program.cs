// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Benchmarks;
using OrthancDeid.Benchmarks.Measuring;
using OrthancDeid.Benchmarks.Reports;

// OrthancDeid.Benchmarks codec FOLDER
Console.OutputEncoding = Encoding.UTF8;
switch (args)
{
    case ["codec", var folder]:
        var report = new Report("codec");
        report.Add(new CodecBenchmark(new Alternation(TimeSpan.FromSeconds(10), 5, 101)).Run());
        report.Save(folder);
        return 0;
    default:
        Console.Error.WriteLine("usage: OrthancDeid.Benchmarks codec FOLDER");
        return 2;
}
