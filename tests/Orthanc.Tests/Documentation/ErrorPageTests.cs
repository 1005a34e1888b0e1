// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using System.Text.RegularExpressions;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Documentation;

/// <summary>docs/errors.md has a row for each sentence and each code with which the plugin refuses something.</summary>
internal sealed partial class ErrorPageTests
{
    private const string Mask = "MaskPixelData";

    private static readonly string Sources = string.Concat(ProjectFiles.PluginSources.Select(File.ReadAllText));

    private static readonly string Page = File.ReadAllText(ProjectFiles.Page("errors.md"));

    /// <summary>The sentences of the page; an ellipsis stands for any text.</summary>
    private static readonly string[] Rows = [.. Page.Split('\n').Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
        .SelectMany(static line => Code().Matches(line[..line.IndexOf(" | ", StringComparison.Ordinal)])).Select(static match => match.Groups["text"].Value)];

    /// <summary>Compares the start of each sentence, up to the end of its line in the sources.</summary>
    [Test]
    public void Every_sentence_has_a_row()
    {
        var sentences = ProjectFiles.PluginSources.SelectMany(static path => Sentence().Matches(WithNames(path)))
            .Select(static match => Spoken(match.Groups["text"].Value))
            // Leaves out prefixes of a reason, which is a sentence of its own.
            .Where(static sentence => sentence.Any(char.IsLetter) && !Reason().IsMatch(sentence)).Distinct().ToList();
        Assert.That(sentences, Has.Count.GreaterThan(120));
        Assert.That(sentences.Where(static sentence => !Rows.Any(row => Fits(row, sentence))), Is.Empty);
    }

    /// <summary>Searches for the longest part of the row without a quoted name, which the sources may insert.</summary>
    [Test]
    public void Every_row_has_a_sentence()
    {
        var spoken = Joined().Replace(Sources, string.Empty);
        Assert.That(
            Rows.Where(row => !spoken.Contains(row.Split('…', '"').MaxBy(static part => part.Length)!.Trim(), StringComparison.Ordinal)),
            Is.Empty);
    }

    [Test]
    public void Every_code_has_a_row()
    {
        var file = ProjectFiles.PluginSources.Single(static path => Path.GetFileName(path) == "OrthancErrorCode.cs");
        var codes = Value().Matches(File.ReadAllText(file)).ToDictionary(static match => match.Groups["name"].Value, static match => match.Groups["value"].Value);
        var used = Sentence().Matches(Sources).Select(static match => match.Groups["name"].Value).Where(codes.ContainsKey).Distinct().ToList();
        Assert.That(used, Has.Count.GreaterThan(10));
        foreach (var name in used)
        {
            Assert.That(Page, Does.Match($@"\n\| \d* ?\| (-?\d+, )*{codes[name]}(, -?\d+)* \| "), name);
        }
    }

    /// <summary>A source file whose sentences contain the members' names instead of the constants for them.</summary>
    private static string WithNames(string path)
    {
        var source = Named().Replace(File.ReadAllText(path), "${name}");
        if (Own().Match(source) is { Success: true } own)
        {
            var name = own.Groups["name"].Value;
            source = source.Replace("{Member}", name == "Member" ? Mask : name, StringComparison.Ordinal);
        }

        return path.Contains($"{Path.DirectorySeparatorChar}Pixels{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? source.Replace("Member \\\"{", $"Member \\\"{Mask}{{", StringComparison.Ordinal)
            : source;
    }

    /// <summary>Whether either sentence matches the other, in which an ellipsis stands for any text.</summary>
    private static bool Fits(string row, string sentence) =>
        Pattern(row).IsMatch(sentence) || Pattern(row).IsMatch($"{sentence}…") || Pattern($"{sentence}…").IsMatch(row);

    private static Regex Pattern(string text) =>
        new($"^{Regex.Escape(text).Replace("…", ".*", StringComparison.Ordinal)}$", RegexOptions.Singleline);

    /// <summary>A literal as readers see it: without escapes, and with an ellipsis for each inserted value.</summary>
    private static string Spoken(string literal)
    {
        var text = new StringBuilder();
        var depth = 0;
        foreach (var one in literal.Replace("\\\"", "\"", StringComparison.Ordinal))
        {
            depth += one == '{' ? 1 : 0;
            if (one == '{' && depth == 1)
            {
                text.Append('…');
            }
            else if (depth == 0)
            {
                text.Append(one);
            }

            depth -= one == '}' && depth > 0 ? 1 : 0;
        }

        return text.ToString();
    }

    [GeneratedRegex(
        """(RequestFault|OrthancErrorCode)\.(?<name>\w+),\s*\$?"(?<text>([^"\\{]|\\.|\{(?>[^{}]|\{[^{}]*\})*\})*)" """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"^\W*Member ""…"",? …$|^Member ""…"": …$|^Member ""…"", [""(…)]+: (…|… …)$|^Member ""…$")]
    private static partial Regex Reason();

    [GeneratedRegex(@"\{RequestMember\.(?<name>\w+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Named();

    [GeneratedRegex(@"string Member = (RequestMember\.|""|MaskRequest\.)(?<name>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Own();

    [GeneratedRegex("""
        "\s*\+\s*\$?"
        """)]
    private static partial Regex Joined();

    [GeneratedRegex(@"^\s+(?<name>\w+) = (?<value>-?\d+),", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Value();

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex Code();
}
