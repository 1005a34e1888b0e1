// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Fuzzing;
using SharpFuzz;

// instrument ASSEMBLY...   prepares assemblies, so that a fuzzer sees which branches an input takes
// codec | anonymize        reads inputs from afl-fuzz until it ends
// TARGET FILE...           runs single inputs, to reproduce a finding
switch (args)
{
    case ["instrument", .. var assemblies]:
        foreach (var assembly in assemblies)
        {
            // The loader keeps assemblies once loaded, so these are files beside the running ones.
            var types = Fuzzer.Instrument(assembly, _ => true, Options.Value);
            Console.WriteLine($"{assembly}: {types.Count()} types");
        }

        return 0;
    case [("codec" or "anonymize") and var name]:
        var target = Target(name);
        Fuzzer.Run(stream =>
        {
            using var input = new MemoryStream();
            stream.CopyTo(input);
            target(input.ToArray());
        });
        return 0;
    case [("codec" or "anonymize") and var name, .. var files]:
        foreach (var file in files)
        {
            Console.WriteLine(file);
            Target(name)(File.ReadAllBytes(file));
        }

        return 0;
    default:
        Console.Error.WriteLine("usage: OrthancDeid.Fuzzing (instrument ASSEMBLY... | (codec|anonymize) [FILE...])");
        return 2;
}

static Action<byte[]> Target(string name) => name == "codec" ? CodecTarget.Run : AnonymizationTarget.Run;
