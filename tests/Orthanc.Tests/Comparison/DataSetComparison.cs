// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;

namespace OrthancDeid.Orthanc.Tests.Comparison;

/// <summary>
/// Compares the plugin's answer with that of Orthanc's own route, element by element, and sets aside the differences that
/// are allowed.
/// </summary>
internal sealed class DataSetComparison
{
    private readonly List<string> _faults = [];
    private readonly Dictionary<string, int> _setAside = [];

    private DataSetComparison(ListedFile source, ListedFile builtIn, ListedFile plugin, ComparedRequest request)
    {
        Source = source;
        BuiltIn = builtIn;
        Plugin = plugin;
        Request = request;
    }

    /// <summary>The file that the request is about.</summary>
    public ListedFile Source { get; }

    /// <summary>The answer of Orthanc's own route.</summary>
    public ListedFile BuiltIn { get; }

    /// <summary>The answer of the plugin.</summary>
    public ListedFile Plugin { get; }

    /// <summary>The request.</summary>
    public ComparedRequest Request { get; }

    /// <summary>The new identifiers on each side.</summary>
    public FreshIdentifiers Identifiers { get; } = new();

    /// <summary>The name that the built-in writes for itself in (0012,0063), such as <c>Orthanc 1.13.0</c>.</summary>
    public required string BuiltInSoftware { get; init; }

    /// <summary>The name of the plugin's host in (0012,0063).</summary>
    public required string PluginSoftware { get; init; }

    /// <summary>Descriptions of the differences that no rule allows.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>How many differences each rule set aside.</summary>
    public IReadOnlyDictionary<string, int> SetAside => _setAside;

    /// <summary>Compares two answers to one request.</summary>
    /// <param name="source">The file that the request is about.</param>
    /// <param name="builtIn">The answer of Orthanc's own route.</param>
    /// <param name="plugin">The answer of the plugin.</param>
    /// <param name="request">The request.</param>
    /// <param name="versions">The versions of the built-in's host and of the plugin's.</param>
    public static DataSetComparison Of(
        ListedFile source, ListedFile builtIn, ListedFile plugin, ComparedRequest request,
        (string BuiltIn, string Plugin) versions)
    {
        var comparison = new DataSetComparison(source, builtIn, plugin, request)
        {
            BuiltInSoftware = $"Orthanc {versions.BuiltIn}",
            PluginSoftware = $"Orthanc {versions.Plugin}",
        };
        comparison.Compare();
        return comparison;
    }

    /// <summary>The faults, one per line, each with its request; empty if there are none.</summary>
    public string Report()
    {
        var report = new StringBuilder();
        foreach (var fault in _faults)
        {
            report.AppendLine($"{Request}: {fault}");
        }

        return report.ToString();
    }

    private void Compare()
    {
        if (BuiltIn.TransferSyntax != Plugin.TransferSyntax)
        {
            _faults.Add($"transfer syntax: built-in {BuiltIn.TransferSyntax.UID}, plugin {Plugin.TransferSyntax.UID}");
        }

        string? covered = null;
        foreach (var difference in Differences())
        {
            // A sequence that only one side has is one difference, not one for each element in it.
            if (covered is not null && difference.Path.StartsWith(covered, StringComparison.Ordinal))
            {
                continue;
            }

            covered = difference.BuiltIn is null || difference.Plugin is null ? $"{difference.Path}[" : null;
            Judge(difference);
        }
    }

    private void Judge(Difference difference)
    {
        foreach (var rule in AllowedDifferences.Rules)
        {
            if (rule.Allows(difference, this) is { } fault)
            {
                if (fault.Length == 0)
                {
                    _setAside[rule.Name] = _setAside.GetValueOrDefault(rule.Name) + 1;
                }
                else
                {
                    _faults.Add($"{difference} ({fault})");
                }

                return;
            }
        }

        _faults.Add(difference.ToString());
    }

    private IEnumerable<Difference> Differences()
    {
        foreach (var builtIn in BuiltIn.Elements)
        {
            var plugin = Plugin[builtIn.Path];
            if (plugin is null || !plugin.Equivalent(builtIn))
            {
                yield return new Difference(builtIn.Path, Source[builtIn.Path], builtIn, plugin);
            }
        }

        foreach (var plugin in Plugin.Elements.Where(element => BuiltIn[element.Path] is null))
        {
            yield return new Difference(plugin.Path, Source[plugin.Path], null, plugin);
        }
    }
}
