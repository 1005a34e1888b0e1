// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Samples;

/// <summary>An example of a page: a request, and what the page says about the answer.</summary>
/// <param name="Operation"><c>anonymize</c> or <c>modify</c>.</param>
/// <param name="Body">The body of the request.</param>
/// <param name="Outcome">The lines below the request.</param>
internal sealed partial record ReadmeExample(string Operation, string Body, IReadOnlyList<string> Outcome)
{
    private const string Instance = "/instances/ID/";
    private const string Arrow = "  ->  ";
    private const char New = '*';
    private const int Named = 80;

    /// <summary>
    /// The pages whose examples need no Orthanc of their own. The pages on trials and for administrators set up a site.
    /// </summary>
    public static IEnumerable<string> Pages =>
        ProjectFiles.Pages.Where(static page => Path.GetFileName(page) is not ("trials.md" or "administration.md"));

    /// <summary>The examples of these pages, in order.</summary>
    public static IEnumerable<ReadmeExample> All() => Pages.SelectMany(AllOf);

    /// <summary>The examples of a page, in order.</summary>
    /// <param name="page">The path of the page.</param>
    public static IEnumerable<ReadmeExample> AllOf(string page) =>
        from request in Requests(page)
        where request.Path.StartsWith(Instance, StringComparison.Ordinal)
        select new ReadmeExample(request.Path[Instance.Length..], request.Body, request.Outcome);

    /// <summary>The examples of these pages that ask for a job.</summary>
    public static IEnumerable<ReadmeJobExample> Jobs() => Pages.SelectMany(JobsOf);

    /// <summary>The examples of a page that ask for a job.</summary>
    /// <param name="page">The path of the page.</param>
    public static IEnumerable<ReadmeJobExample> JobsOf(string page) =>
        from request in Requests(page)
        where !request.Path.StartsWith(Instance, StringComparison.Ordinal)
        select new ReadmeJobExample(request.Path, request.Body, request.Outcome);

    /// <summary>The request, shortened for the name of the test.</summary>
    public override string ToString()
    {
        var request = $"{Operation} {Spaces().Replace(Body, " ")}";
        return request.Length > Named ? $"{request[..Named]}..." : request;
    }

    /// <summary>The lines of the outcome that are not true.</summary>
    /// <param name="source">The file that the request is about.</param>
    /// <param name="answer">The answer of the host.</param>
    public IEnumerable<string> Faults(byte[] source, Answer answer)
    {
        if (answer is { Status: 200, ContentType: "application/json" })
        {
            return Outcome.Where(line => !IsTold(answer, line)).Select(line => $"{line}\n    but the answer is {answer.Text}");
        }

        return FaultsOfFile(source, answer);
    }

    private IEnumerable<string> FaultsOfFile(byte[] source, Answer answer)
    {
        var before = ListedFile.Read(source);
        var after = answer.Status == 200 ? ListedFile.Read(answer.Body) : null;
        foreach (var line in Outcome)
        {
            if (after is null || !line.Contains(Arrow, StringComparison.Ordinal))
            {
                var error = $"{answer.Error("HttpStatus")}/{answer.Error("OrthancStatus")}  {answer.Error("Details")}";
                if (after is not null || !Fits(line, error))
                {
                    yield return $"{line}\n    but the answer is {answer}";
                }

                continue;
            }

            var path = line[..line.IndexOf(' ', StringComparison.Ordinal)];
            var sides = line[path.Length..].Split(Arrow);
            var (was, became) = (Shown(before, path), Shown(after, path));
            var isNew = sides[1].EndsWith(New);
            if (!Fits(sides[0].Trim(), was) || !Fits(sides[1].TrimEnd(New), became) || (isNew && was == became))
            {
                yield return $"{line}\n    but it is {was}{Arrow}{became}";
            }
        }
    }

    /// <summary>Whether a dry run reports an element as a line says.</summary>
    private static bool IsTold(Answer answer, string line)
    {
        using var expected = JsonDocument.Parse(line);
        return answer.Json().GetProperty("Elements").EnumerateArray()
            .Any(element => JsonElement.DeepEquals(element, expected.RootElement));
    }

    /// <summary>A value in the notation of the pages.</summary>
    private static string Shown(ListedFile file, string path) => file[path] switch
    {
        null => "(absent)",
        { Items: { } items } => string.Create(CultureInfo.InvariantCulture, $"{items} items"),
        { IsEmpty: true } => "(empty)",
        { VR: var vr, Value: var value } when vr == DicomVR.US =>
            BitConverter.ToUInt16(value).ToString(CultureInfo.InvariantCulture),
        { VR: var vr, Value: var value } when vr is DicomVR.UN or DicomVR.OW => Convert.ToHexStringLower(value),
        { Value: var value } => EncodingOf(file).GetString(value).TrimEnd(' ', '\0'),
    };

    private static IEnumerable<(string Path, string Body, string[] Outcome)> Requests(string page) =>
        from Match match in Block().Matches(File.ReadAllText(page))
        select (match.Groups["path"].Value, match.Groups["body"].Value,
            match.Groups["outcome"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    private static Encoding EncodingOf(ListedFile file) =>
        file["0008,0005"]?.Text == "ISO_IR 192" ? Encoding.UTF8 : Encoding.Latin1;

    /// <summary>Whether a text matches a pattern, in which an ellipsis stands for any text.</summary>
    public static bool Fits(string pattern, string text) =>
        Regex.IsMatch(text, $"^{Regex.Escape(pattern).Replace("…", ".+", StringComparison.Ordinal)}$");

    [GeneratedRegex(
        @"^```http\nPOST (?<path>\S+)\n(?<body>.+?)\n\n(?<outcome>.+?)^```$",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
