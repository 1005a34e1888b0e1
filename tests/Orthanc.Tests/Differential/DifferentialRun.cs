// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Differential;

/// <summary>
/// Runs consecutive cases against the built-in of the reference version and against a host with the plugin, and records the
/// outcomes. If that host is older, its own built-in is asked, too. Where that differs from the reference, the reference
/// counts (docs/requests.md), and the summary says how often. The run has its own hosts, because a case may crash one.
/// </summary>
internal sealed class DifferentialRun : IDisposable
{
    private const string SameFile = "the same file";
    private const string SameError = "the same error";

    private static readonly OrthancVersion Reference = OrthancVersion.Find(OrthancVersion.Reference);

    private readonly OrthancVersion _version;
    private readonly SortedDictionary<string, int> _setAside = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private readonly List<string> _disagreements = [];
    private OrthancHost _builtIn;
    private OrthancHost _plugin;
    private OrthancHost? _ownBuiltIn;
    private int _otherwise;

    private DifferentialRun(OrthancVersion version, OrthancHost builtIn, OrthancHost plugin, OrthancHost? ownBuiltIn)
    {
        _version = version;
        _builtIn = builtIn;
        _plugin = plugin;
        _ownBuiltIn = ownBuiltIn;
    }

    /// <summary>The cases in which the two sides disagree and no rule allows it, each with the disagreement.</summary>
    public IReadOnlyList<string> Disagreements => _disagreements;

    /// <summary>How many cases were compared.</summary>
    public int Compared { get; private set; }

    /// <summary>Starts the hosts.</summary>
    /// <param name="version">The version of the host with the plugin.</param>
    public static async Task<DifferentialRun> Start(OrthancVersion version) => new(
        version, await StartHost(Reference, []), await StartHost(version, [ProjectFiles.Plugin]),
        version == Reference ? null : await StartHost(version, []));

    /// <summary>Asks and compares all cases.</summary>
    public async Task Run(IEnumerable<DifferentialCase> cases)
    {
        byte[]? stored = null;
        string? instance = null;
        ListedFile? source = null;
        foreach (var test in cases)
        {
            try
            {
                if (!ReferenceEquals(test.File, stored))
                {
                    instance = await Store(test);
                    (stored, source) = (test.File, ListedFile.Read(test.File));
                }

                if (instance is not null)
                {
                    await Compare(test, instance, source!);
                }
            }
            catch (HttpRequestException fault)
            {
                // No case is known to crash the built-in, so this is new, whichever host it was.
                _disagreements.Add($"{test}\n  a host has ended: {fault.Message.Split('\n')[0]}");
                await Restart();
                stored = null;
            }
        }
    }

    /// <summary>The counts as text.</summary>
    public string Summary()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"Orthanc {_version} with the plugin, compared with the built-in {Reference}: {Compared} requests");
        foreach (var (outcome, count) in _outcomes)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  {count,6} {outcome}");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n  {_disagreements.Count,6} disagreements");
        if (_ownBuiltIn is not null)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"\n  {_otherwise,6} times the built-in {_version} itself answers otherwise than {Reference}");
        }

        foreach (var (rule, count) in _setAside)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  {count,6} requests with a difference set aside: {rule}");
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _builtIn.Dispose();
        _plugin.Dispose();
        _ownBuiltIn?.Dispose();
    }

    private static Task<OrthancHost> StartHost(OrthancVersion version, string[] plugins) =>
        OrthancHost.Start(version, plugins, new JsonObject { ["OverwriteInstances"] = true });

    private async Task Restart()
    {
        Dispose();
        _builtIn = await StartHost(Reference, []);
        _plugin = await StartHost(_version, [ProjectFiles.Plugin]);
        _ownBuiltIn = _version == Reference ? null : await StartHost(_version, []);
    }

    /// <summary>Stores the file of a case.</summary>
    /// <returns>Orthanc's identifier of the instance; null if there is nothing to compare.</returns>
    private async Task<string?> Store(DifferentialCase test)
    {
        var (builtIn, refusal) = await _builtIn.TryStore(test.File);
        var (plugin, pluginRefusal) = await _plugin.TryStore(test.File);
        if (_ownBuiltIn is not null)
        {
            await _ownBuiltIn.TryStore(test.File);
        }

        if (builtIn == plugin && builtIn is not null)
        {
            return builtIn;
        }

        if (builtIn != plugin && _version == Reference)
        {
            _disagreements.Add($"{test}\n  stored by one host only: {refusal} {pluginRefusal}");
        }

        Count(_outcomes,
            builtIn == plugin ? "files that neither host stores" : "files that one version does not store");
        return null;
    }

    private async Task Compare(DifferentialCase test, string instance, ListedFile source)
    {
        var request = new ComparedRequest(test.Operation, test.Body);
        var answer = await _plugin.Ask(instance, test.Operation, test.Body);
        var (outcome, faults, rules) = await Judge(_builtIn, instance, request, source, answer);
        Compared++;
        foreach (var rule in rules)
        {
            Count(_setAside, rule);
        }

        if (faults.Count > 0)
        {
            _disagreements.Add($"{test}\n  {string.Join("\n  ", faults)}");
        }
        else
        {
            Count(_outcomes, rules.Any(IsDeliberate) ? $"{outcome}, but for a deliberate difference" : outcome);
        }

        if (_ownBuiltIn is not null)
        {
            var own = await Judge(_ownBuiltIn, instance, request, source, answer);
            _otherwise += own.Faults.Count > 0 && faults.Count == 0 ? 1 : 0;
        }
    }

    private async Task<(string Outcome, IReadOnlyList<string> Faults, IReadOnlyList<string> Rules)> Judge(
        OrthancHost builtIn, string instance, ComparedRequest request, ListedFile source, Answer answer)
    {
        var expected = await builtIn.Ask(instance, request.Operation, request.Body);
        string[] reasons = [];
        if (ReasonToAskPlainly(request, expected, answer) is { } reason)
        {
            reasons = [reason];
            expected = await builtIn.Ask(instance, request.Operation, PlainRequest.Of(request));
            if (expected.Status != 200 && answer.Status == 400)
            {
                // Tags as numbers sort differently, so another of several faults may be reported first.
                return ("an error on both sides", [], reasons);
            }
        }

        if (expected.Status != 200 || answer.Status != 200)
        {
            return CompareErrors(request, source, expected, answer, reasons);
        }

        var comparison = DataSetComparison.Of(
            source, ListedFile.Read(expected.Body), ListedFile.Read(answer.Body), request,
            (builtIn.Version.Number, _version.Number));
        return (SameFile, comparison.Faults, [.. reasons, .. comparison.SetAside.Keys]);
    }

    /// <summary>Why the built-in has to be asked in other words; null if it understood, or if the plugin did not understand
    /// either.</summary>
    private static string? ReasonToAskPlainly(ComparedRequest request, Answer expected, Answer answer)
    {
        var code = CodeOf(expected);
        return expected.Status == 200 || code == CodeOf(answer) ? null
            : code == "500/27" && ComparedRequest.TryTag(DetailsOf(expected), out _)
                ? AnswerDifferences.Spelling
            : code != "500/27" && request.Values().Any(value => value.Value.ValueKind == JsonValueKind.Null)
                ? AnswerDifferences.Null
            : null;
    }

    private static (string Outcome, IReadOnlyList<string> Faults, IReadOnlyList<string> Rules) CompareErrors(
        ComparedRequest request, ListedFile source, Answer expected, Answer answer, string[] reasons)
    {
        var difference = new AnswerDifference(
            request, source, CodeOf(expected), CodeOf(answer), DetailsOf(expected), DetailsOf(answer));
        if (difference.BuiltIn == difference.Plugin)
        {
            return (SameError, [], reasons);
        }

        var rule = AnswerDifferences.Rules.FirstOrDefault(rule => rule.Allows(difference));
        return rule is null
            ? (string.Empty, [$"built-in {Words(expected)}, plugin {Words(answer)}"], reasons)
            : ("not the same answer", [], [.. reasons, rule.Name]);
    }

    private static bool IsDeliberate(string rule) =>
        DeliberateDifferences.Rules.Concat(RequestedDifferences.Rules).Any(deliberate => deliberate.Name == rule)
        || AnswerDifferences.Rules.Any(deliberate => deliberate.Name == rule)
        || rule is AnswerDifferences.Spelling or AnswerDifferences.Null;

    private static string Words(Answer answer) => $"{CodeOf(answer)} {DetailsOf(answer)}".TrimEnd();

    private static string DetailsOf(Answer answer) =>
        answer.Status == 200 ? string.Empty : answer.Error("Details") ?? string.Empty;

    private static string CodeOf(Answer answer) =>
        answer.Status == 200 ? "200" : $"{answer.Status}/{answer.Error("OrthancStatus")}";

    private static void Count(SortedDictionary<string, int> counts, string key) =>
        counts[key] = counts.GetValueOrDefault(key) + 1;
}
