// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using System.Text.RegularExpressions;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Documentation;

/// <summary>A page of the documentation, taken apart as a Markdown viewer does.</summary>
/// <param name="Name">Its path relative to the root of the repository.</param>
/// <param name="Path">The path of its file.</param>
/// <param name="Text">Its whole text.</param>
internal sealed partial record DocumentPage(string Name, string Path, string Text)
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Every page of the project.</summary>
    public static IEnumerable<DocumentPage> All => ProjectFiles.Pages.Select(Read);

    /// <summary>The fenced blocks, in order.</summary>
    public IEnumerable<DocumentFence> Fences => Fence().Matches(Text).Select(match => new DocumentFence(
        match.Groups["language"].Value, match.Groups["text"].Value, Text.AsSpan(0, match.Index).Count('\n') + 1));

    /// <summary>The anchors of its headings, as GitHub generates them.</summary>
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

    /// <summary>The targets of its links, except addresses of other hosts.</summary>
    public IEnumerable<string> Links => Link().Matches(Code().Replace(Prose, "``")).Select(static match => match.Groups["target"].Value)
        .Where(static target => !target.Contains("://", StringComparison.Ordinal));

    /// <summary>The text outside the fenced blocks.</summary>
    private string Prose => Fence().Replace(Text, string.Empty);

    /// <summary>Reads a page.</summary>
    /// <param name="path">The path of its file.</param>
    public static DocumentPage Read(string path) =>
        new(System.IO.Path.GetRelativePath(ProjectFiles.Root, path), path, File.ReadAllText(path).ReplaceLineEndings("\n"));

    /// <summary>The fenced blocks of a language.</summary>
    /// <param name="language">The word after the opening fence.</param>
    public IEnumerable<DocumentFence> FencesOf(string language) => Fences.Where(fence => fence.Language == language);

    /// <summary>The first fenced block of a language under a heading.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="language">The word after the opening fence.</param>
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

    /// <summary>A fenced block.</summary>
    /// <param name="Language">The word after the opening fence; may be empty.</param>
    /// <param name="Text">The text between the fences.</param>
    /// <param name="Line">The line of the opening fence.</param>
    internal sealed record DocumentFence(string Language, string Text, int Line)
    {
        /// <summary>The block as JSON. Members that a page shows without their object get braces.</summary>
        /// <exception cref="JsonException">The block is not JSON.</exception>
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
