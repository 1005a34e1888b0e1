// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using NUnit.Framework;
using OrthancDeid.Deidentification.Identity.Spelling;

namespace OrthancDeid.Deidentification.Tests.Identity;

/// <summary>A name is found in every form of its ideographs.</summary>
public sealed class IdeographTests
{
    private const string Program = "/usr/bin/uconv";

    [TestCase("張偉", "张伟")]
    [TestCase("龜山鑼", "龟山锣")]
    [TestCase("髙﨑", "高崎")]
    [TestCase("斎藤", "齊藤")]
    [TestCase("齋藤", "斉藤")]
    public void Forms_of_a_name_are_the_same(string name, string other) =>
        Assert.That(new FoldedText(name).Value, Is.EqualTo(new FoldedText(other).Value));

    [TestCase("王", "玉")]
    [TestCase("林", "森")]
    public void Other_ideographs_are_others(string one, string other) =>
        Assert.That(new FoldedText(one).Value, Is.Not.EqualTo(new FoldedText(other).Value));

    [TestCase("Hant-Hans")]
    [TestCase("Hans-Hant")]
    public void All_simplified_forms_are_known(string transform)
    {
        Skip.Unless(File.Exists(Program), "uconv is not on this machine (apt-get install icu-devtools)");
        var ideographs = string.Concat(Enumerable.Range(0x3400, 0xA000 - 0x3400).Where(code => code is < 0x4DC0 or >= 0x4E00)
            .Select(code => (char)code));

        var others = Transformed(ideographs, transform);

        Assert.That(others, Has.Length.EqualTo(ideographs.Length).And.Not.EqualTo(ideographs));
        Assert.That(
            ideographs.Zip(others).Where(pair => Ideographs.Fold(pair.First) != Ideographs.Fold(pair.Second)), Is.Empty);
    }

    private static string Transformed(string text, string transform)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            using var process = Process.Start(
                new ProcessStartInfo(Program, ["-f", "utf-8", "-t", "utf-8", "-x", transform, path]) { RedirectStandardOutput = true })!;
            var transformed = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return transformed;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
