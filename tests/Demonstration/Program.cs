// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Demonstration;
using OrthancDeid.Dicom;

// OrthancDeid.Demonstration [--finds-text] <address of an Orthanc with the plugin> [folder of DICOM files]
Console.OutputEncoding = Encoding.UTF8;
var findsText = args is ["--finds-text", ..];
args = findsText ? args[1..] : args;
if (args.Length is not (1 or 2) || !Uri.TryCreate(args[0], UriKind.Absolute, out var address))
{
    return Failed("call it with the address of an Orthanc and, if you like, a folder of DICOM files");
}

using var orthanc = new OrthancServer(address);
try
{
    if (!(await orthanc.PluginsAsync()).Contains("deid"))
    {
        return Failed($"the Orthanc at {address} has not loaded the plugin; its log says why");
    }

    var instances = await StoreAsync(args.Length == 2
        ? [.. Directory.EnumerateFiles(args[1], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
        : null);
    if (instances.Count == 0)
    {
        return Failed($"Orthanc could store none of the files in {args[1]}");
    }

    await ShowAsync(instances[0]);
    if (args.Length == 1)
    {
        await ShowImageAsync();
    }

    return 0;
}
catch (HttpRequestException fault)
{
    return Failed(fault.Message);
}
catch (DicomFormatException fault)
{
    return Failed(fault.Message);
}
catch (IOException fault)
{
    return Failed(fault.Message);
}

async Task<IReadOnlyList<string>> StoreAsync(IReadOnlyList<string>? paths)
{
    var streams = paths?.Select(path => (Stream)File.OpenRead(path))
        ?? new CtStudy().Files().Select(file => new MemoryStream(file));
    var instances = new List<string>();
    var read = 0;
    foreach (var stream in streams)
    {
        using (stream)
        {
            read++;
            if (await orthanc.StoreAsync(stream) is { } instance)
            {
                instances.Add(instance);
            }
            else
            {
                Console.WriteLine($"Orthanc does not accept {paths?[read - 1]}");
            }
        }

        if (read % 100 == 0)
        {
            Console.WriteLine($"{read} of {paths?.Count} files ...");
        }
    }

    Console.WriteLine(paths is null
        ? $"Stored a CT study of {instances.Count} instances that was made for the occasion."
        : $"Stored {instances.Count} of {paths.Count} files.");
    return instances;
}

async Task ShowAsync(string instance)
{
    const string Request = "{}";
    var original = await orthanc.FileAsync(instance);
    var anonymized = await orthanc.AnonymizeAsync(instance, Request);
    Console.WriteLine($"Anonymized an instance: curl {address}instances/{instance}/anonymize -d '{Request}'");
    Console.WriteLine();

    // Orthanc names only the tags of what it stores. The new instance can then be viewed there, too.
    var copy = await orthanc.StoreAsync(new MemoryStream(anonymized));
    var names = new Dictionary<DicomTag, string>();
    await orthanc.AddNamesAsync(instance, names);
    if (copy is not null)
    {
        await orthanc.AddNamesAsync(copy, names);
    }

    using var before = DicomFile.Parse(original);
    using var after = DicomFile.Parse(anonymized);
    ElementTable.Write(Console.Out, before.Dataset, after.Dataset, names);
    Console.WriteLine();
    Console.WriteLine($"before: {address}app/explorer.html#instance?uuid={instance}");
    Console.WriteLine($"after:  {address}app/explorer.html#instance?uuid={copy}");
}

// What is burned into pixels, before and after.
async Task ShowImageAsync()
{
    // The first rows, unless the plugin finds text itself.
    var request = findsText
        ? """{"Options": ["CleanPixelData"]}"""
        : """{"MaskPixelData": {"Regions": [{"RegionType": "2D", "Origin": [0, 0], "End": [384, 44]}]}}""";
    if (await orthanc.StoreAsync(new MemoryStream(LabelledImage.File())) is not { } instance)
    {
        throw new IOException("Orthanc does not accept an ultrasound image");
    }

    using var before = DicomFile.Parse(await orthanc.FileAsync(instance));
    using var after = DicomFile.Parse(await orthanc.AnonymizeAsync(instance, request));
    Console.WriteLine();
    Console.WriteLine("An ultrasound image that was made for the occasion, with a name in its pixels:");
    Show(before);
    Console.WriteLine($"Anonymized: curl {address}instances/{instance}/anonymize -d '{request}'");
    Show(after);

    static void Show(DicomFile file)
    {
        foreach (var line in LabelledImage.Lines(file))
        {
            Console.WriteLine($"  {line}");
        }
    }
}

static int Failed(string sentence)
{
    Console.Error.WriteLine($"Demonstration: {sentence.TrimEnd('.')}.");
    return 1;
}
