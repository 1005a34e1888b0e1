// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests;

/// <summary>Sends one request about one file to both sides: the reference's own route, and a host's plugin.</summary>
internal sealed class SideBySide
{
    private readonly OrthancHost _builtIn;
    private readonly OrthancHost _plugin;
    private readonly byte[] _file;
    private readonly string _instance;

    private SideBySide(OrthancHost builtIn, OrthancHost plugin, byte[] file, string instance)
    {
        _builtIn = builtIn;
        _plugin = plugin;
        _file = file;
        _instance = instance;
    }

    /// <summary>Stores a file on both sides.</summary>
    public static async Task<SideBySide> Of(OrthancVersion version, byte[] file)
    {
        var builtIn = await RunningHosts.BuiltIn(OrthancVersion.Find(OrthancVersion.Reference));
        var plugin = await RunningHosts.WithPlugin(version);
        await builtIn.Store(file);
        return new SideBySide(builtIn, plugin, file, await plugin.Store(file));
    }

    /// <summary>The answers of both sides, whatever their status.</summary>
    public async Task<(Answer BuiltIn, Answer Plugin)> Answers(string operation, string body) =>
        (await _builtIn.Ask(_instance, operation, body), await _plugin.Ask(_instance, operation, body));

    /// <summary>The source file, and the files with which both sides answer.</summary>
    public async Task<(ListedFile Source, ListedFile BuiltIn, ListedFile Plugin)> Files(string operation, string body)
    {
        var (builtIn, plugin) = await Answers(operation, body);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(builtIn.Status, Is.EqualTo(200), builtIn.ToString);
            Assert.That(plugin.Status, Is.EqualTo(200), plugin.ToString);
        }

        return (ListedFile.Read(_file), ListedFile.Read(builtIn.Body), ListedFile.Read(plugin.Body));
    }

    /// <summary>The file with which the plugin answers.</summary>
    public async Task<ListedFile> PluginFile(string operation, string body)
    {
        var answer = await _plugin.Ask(_instance, operation, body);
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        return ListedFile.Read(answer.Body);
    }
}
