// SPDX-License-Identifier: GPL-3.0-or-later

using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using OrthancDeid.CodecBenchmarks;

// In this process: a generated project would not be built with the settings of this one.
var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkRunner.Run<CodecBenchmarks>(config, args);
