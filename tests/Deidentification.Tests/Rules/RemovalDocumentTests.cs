// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;

namespace OrthancDeid.Deidentification.Tests.Rules;

/// <c>docs/what-is-removed.md</c> matches what the plugin does. ORTHANC_DEID_WRITE_DOCUMENTS=yes writes it anew.
public class RemovalDocumentTests
{
    [Test]
    public void The_document_says_what_is_removed()
    {
        var path = Path.Combine(Root(), "docs", "what-is-removed.md");
        var written = RemovalDocument.Write();
        if (Environment.GetEnvironmentVariable("ORTHANC_DEID_WRITE_DOCUMENTS") == "yes")
        {
            File.WriteAllText(path, written);
        }

        Assert.That(File.ReadAllText(path), Is.EqualTo(written), "ORTHANC_DEID_WRITE_DOCUMENTS=yes writes it anew");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OrthancDeidPlugin.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("the tests do not run below the project");
    }
}
