// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;

namespace OrthancDeid.Orthanc.Tests.Hosts;

/// <summary>Tests that each have a folder of their own, whose database outlives the hosts that use it.</summary>
internal abstract class FolderFixture(OrthancVersion version) : VersionFixture(version)
{
    /// <summary>The folder in which it is created.</summary>
    protected virtual string Parent => Path.GetTempPath();

    /// <summary>The folder; it is deleted after the test.</summary>
    protected string Folder { get; private set; } = null!;

    [SetUp]
    public void Make_folder() => Folder = Directory.CreateDirectory(Path.Combine(Parent, $"orthanc-deid-{Guid.NewGuid():N}")).FullName;

    [TearDown]
    public void Delete_folder() => Directory.Delete(Folder, recursive: true);
}
