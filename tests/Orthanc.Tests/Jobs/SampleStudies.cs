// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Jobs;

/// <summary>
/// Two patients with two studies of two series of two instances each, stored in a host. Every instance refers to the
/// first one of its study.
/// </summary>
internal sealed partial class SampleStudies
{
    private const int Instances = 2;

    private readonly Dictionary<string, JsonElement> _stored = [];

    private SampleStudies(OrthancHost host, string prefix)
    {
        Host = host;
        Prefix = prefix;
    }

    /// <summary>The host in which they are stored.</summary>
    public OrthancHost Host { get; }

    /// <summary>What distinguishes them from other sample studies.</summary>
    public string Prefix { get; }

    /// <summary>The places of all instances, in the form that <see cref="Instance"/> takes.</summary>
    public IEnumerable<string> Places => _stored.Keys;

    /// <summary>Stores the studies. UIDs and patients differ from one prefix to the next.</summary>
    public static async Task<SampleStudies> In(OrthancHost host, string prefix)
    {
        var studies = new SampleStudies(host, prefix);
        foreach (var patient in (int[])[1, 2])
        {
            foreach (var study in (int[])[1, 2])
            {
                foreach (var series in (int[])[1, 2])
                {
                    for (var instance = 1; instance <= Instances; instance++)
                    {
                        var answer = await host.Post("/instances", File(prefix, patient, study, series, instance));
                        studies._stored[$"{patient}.{study}.{series}.{instance}"] = answer.Json();
                    }
                }
            }
        }

        return studies;
    }

    /// <summary>Orthanc's identifier of an instance.</summary>
    /// <param name="place">Its place, such as <c>1.2.1.2</c>: the second instance of the first series of patient 1's second
    /// study.</param>
    public string Instance(string place) => Member(place, "ID");

    /// <summary>Orthanc's identifier of a series, such as <c>1.2.1</c>.</summary>
    public string Series(string place) => Member($"{place}.1", "ParentSeries");

    /// <summary>Orthanc's identifier of a study, such as <c>1.2</c>.</summary>
    public string Study(string place) => Member($"{place}.1.1", "ParentStudy");

    /// <summary>Orthanc's identifier of a patient, such as <c>1</c>.</summary>
    public string Patient(string place) => Member($"{place}.1.1.1", "ParentPatient");

    /// <summary>The file with an Instance Number, which is unique among the files.</summary>
    public byte[] File(string number) => File(
        Prefix, number[0] - '0', number[1] - '0', number[2] - '0', int.Parse(number[3..], CultureInfo.InvariantCulture));

    /// <summary>One of the files.</summary>
    public static byte[] File(string prefix, int patient, int study, int series, int instance)
    {
        var root = string.Create(CultureInfo.InvariantCulture, $"1.2.826.0.1.3680043.9.{prefix}.{patient}.{study}");
        return SampleFile.Make(dataset => dataset
            .With(0x0008_0018, DicomVR.UI, $"{root}.{series}.{instance}")
            .With(0x0008_1030, DicomVR.LO, $"Study {study}")
            .With(0x0008_103E, DicomVR.LO, $"Series {series}")
            .WithItem(0x0008_1140, item => item
                .With(0x0008_1150, DicomVR.UI, "1.2.840.10008.5.1.4.1.1.2")
                .With(0x0008_1155, DicomVR.UI, $"{root}.1.1"))
            .With(0x0010_0010, DicomVR.PN, $"DOE^{prefix}^{patient}")
            .With(0x0010_0020, DicomVR.LO, $"P-{prefix}-{patient}")
            .With(0x0010_0040, DicomVR.CS, "F")
            .With(0x0020_000D, DicomVR.UI, root)
            .With(0x0020_000E, DicomVR.UI, $"{root}.{series}")
            .With(0x0020_0010, DicomVR.SH, $"S{study}")
            .With(0x0020_0011, DicomVR.IS, $"{series}")
            .With(0x0020_0013, DicomVR.IS, $"{patient}{study}{series}{instance}"));
    }

    /// <summary>Deletes the file of an instance behind the host's back, which must not have it in memory
    /// (<c>MaximumStorageCacheSize</c>).</summary>
    public void LoseFile(string place) =>
        Host.LoseFile(File(place.Replace(".", string.Empty, StringComparison.Ordinal)));

    /// <summary>Fills in <c>[series 1.2.1]</c> and the like, <c>[id 2]</c> for a Patient ID and <c>[name 2]</c> for a
    /// Patient's Name.</summary>
    public string Resolve(string text) => Reference().Replace(
        text,
        match => match.Groups["kind"].Value switch
        {
            "id" => $"P-{Prefix}-{match.Groups["place"].Value}",
            "name" => $"DOE^{Prefix}^{match.Groups["place"].Value}",
            "patient" => Patient(match.Groups["place"].Value),
            "study" => Study(match.Groups["place"].Value),
            "series" => Series(match.Groups["place"].Value),
            _ => Instance(match.Groups["place"].Value),
        });

    /// <summary>A text in which Orthanc's identifiers of these resources are replaced with their places.</summary>
    public string Named(string text)
    {
        foreach (var (place, stored) in _stored)
        {
            var parts = place.Split('.');
            text = text.Replace(stored.GetProperty("ID").GetString()!, $"instance {place}", StringComparison.Ordinal)
                .Replace(Series(string.Join('.', parts[..3])), $"series {string.Join('.', parts[..3])}",
                    StringComparison.Ordinal)
                .Replace(Study(string.Join('.', parts[..2])), $"study {string.Join('.', parts[..2])}",
                    StringComparison.Ordinal)
                .Replace(Patient(parts[0]), $"patient {parts[0]}", StringComparison.Ordinal);
        }

        return text;
    }

    [GeneratedRegex(@"\[(?<kind>\w+) (?<place>[0-9.]+)\]", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();

    private string Member(string place, string member) => _stored[place].GetProperty(member).GetString()!;
}
