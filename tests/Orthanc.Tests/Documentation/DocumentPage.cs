// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using System.Text.RegularExpressions;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Documentation;

/// <summary>A page of the documentation, as its readers' programs take it apart.</summary>
/// <param name="Name">Its path from the top of the repository.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Text">All of it.</param>
internal sealed partial record DocumentPage(string Name, string Path, string Text)
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Every page of the project.</summary>
    public static IEnumerable<DocumentPage> All => ProjectFiles.Pages.Select(Read);

    /// <summary>What is between fences, in its order.</summary>
    public IEnumerable<DocumentFence> Fences => Fence().Matches(Text).Select(match => new DocumentFence(
        match.Groups["language"].Value, match.Groups["text"].Value, Text.AsSpan(0, match.Index).Count('\n') + 1));

    /// <summary>The names by which links lead to its headings, as GitHub makes them.</summary>
    public IEnumerable<string> Anchors
    {
        get
        {
            var seen = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var match in Heading().Matches(Prose).Cast<Match>())
            {
                var name = Dropped().Replace(match.Groups["title"].Value.Trim().ToLowerInvariant(), string.Empty)
                    .Replace(' ', '-');
                var count = seen[name] = seen.GetValueOrDefault(name) + 1;
                yield return count == 1 ? name : $"{name}-{count - 1}";
            }
        }
    }

    /// <summary>Where its links lead that are no addresses of other hosts.</summary>
    public IEnumerable<string> Links => Link().Matches(Code().Replace(Prose, "``")).Select(static match => match.Groups["target"].Value)
        .Where(static target => !target.Contains("://", StringComparison.Ordinal));

    /// <summary>The page without what is between fences.</summary>
    private string Prose => Fence().Replace(Text, string.Empty);

    /// <summary>Reads a page.</summary>
    /// <param name="path">Where it is.</param>
    public static DocumentPage Read(string path) =>
        new(System.IO.Path.GetRelativePath(ProjectFiles.Root, path), path, File.ReadAllText(path).ReplaceLineEndings("\n"));

    /// <summary>What is between fences of a language.</summary>
    /// <param name="language">The word behind the fence.</param>
    public IEnumerable<DocumentFence> FencesOf(string language) => Fences.Where(fence => fence.Language == language);

    /// <summary>The first fence of a language below a heading.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="language">The word behind the fence.</param>
    public DocumentFence FenceUnder(string title, string language)
    {
        var start = Text.IndexOf($"\n## {title}\n", StringComparison.Ordinal);
        if (start < 0)
        {
            throw new InvalidOperationException($"{Name} has no heading {title}");
        }

        var end = Text.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return (this with { Text = end < 0 ? Text[start..] : Text[start..end] }).FencesOf(language).First();
    }

    /// <summary>What is between two fences.</summary>
    /// <param name="Language">The word behind the first one; may be empty.</param>
    /// <param name="Text">What is between them.</param>
    /// <param name="Line">The line of the first one.</param>
    internal sealed record DocumentFence(string Language, string Text, int Line)
    {
        /// <summary>The JSON; what a page shows of an object has no braces of its own.</summary>
        /// <exception cref="JsonException">It is none.</exception>
        public JsonElement AsJson()
        {
            using var document = JsonDocument.Parse(
                Text.TrimStart().StartsWith('"') ? $"{{{Text}}}" : Text, Lenient);
            return document.RootElement.Clone();
        }
    }

    [GeneratedRegex(
        @"^```(?<language>\S*)\n(?<text>.*?)^```$",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^#{1,6} (?<title>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    // Letters, digits, spaces, hyphens and underscores stay.
    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex Dropped();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"`[^`\n]+`")]
    private static partial Regex Code();
}
