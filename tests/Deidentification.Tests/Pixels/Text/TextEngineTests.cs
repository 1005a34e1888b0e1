// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.InteropServices;
using NUnit.Framework;
using OrthancDeid.Deidentification.Pixels.Text;
using OrthancDeid.Deidentification.Pixels.Text.Onnx;

namespace OrthancDeid.Deidentification.Tests.Pixels.Text;

/// <summary>The library and the networks beside the plugin: present, missing, or other ones.</summary>
public sealed class TextEngineTests
{
    private DirectoryInfo _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("orthanc-deid-text-");

    [TearDown]
    public void RemoveFolder() => _folder.Delete(recursive: true);

    [Test]
    public void What_is_not_there_is_a_sentence_that_says_what_to_install()
    {
        var isOpen = TextEngine.TryOpen([_folder.FullName], out _, out var missing);
        Assert.Multiple(() =>
        {
            Assert.That(isOpen, Is.False);
            Assert.That(missing, Does.Contain("ch_PP-OCRv4_det_infer.onnx is not there").And.Contain(_folder.FullName)
                .And.Contain("Install ONNX Runtime"));
        });
    }

    [Test]
    public void Other_networks_than_those_that_were_tested_are_refused()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "ch_PP-OCRv4_det_infer.onnx"), "another network");
        var isOpen = TextEngine.TryOpen([_folder.FullName], out _, out var missing);
        Assert.Multiple(() =>
        {
            Assert.That(isOpen, Is.False);
            Assert.That(missing, Does.Contain("its SHA-256 differs"));
        });
    }

    [Test]
    public void The_library_is_told_to_report_nothing_before_it_is_there()
    {
        OnnxRuntime.ForbidTelemetry();
        Assert.That(Environment("ORTHANC_DEID_NO_SUCH_VARIABLE"), Is.Null);
        Assert.That(Environment("ORT_DISABLE_TELEMETRY"), Is.EqualTo("1"));
    }

    /// <summary>An environment variable as a native library sees it; .NET has a copy of its own.</summary>
    private static unsafe string? Environment(string name)
    {
        var call = (delegate* unmanaged[Cdecl]<byte*, byte*>)NativeLibrary.GetExport(
            NativeLibrary.GetMainProgramHandle(), "getenv");
        fixed (byte* text = System.Text.Encoding.ASCII.GetBytes(name + '\0'))
        {
            return Marshal.PtrToStringUTF8((nint)call(text));
        }
    }
}
