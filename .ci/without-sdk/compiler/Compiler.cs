// SPDX-License-Identifier: GPL-3.0-or-later

// A C# compiler around the libraries of Roslyn: takes the options of csc, runs generators and analyzers, and calls every
// warning an error. It is compiled by Mono's mcs, so it is written in the C# of that.
using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

static class Compiler
{
    static int Main(string[] args)
    {
        var options = CSharpCommandLineParser.Default.Parse(args, Directory.GetCurrentDirectory(), null);
        if (options.Errors.Any())
        {
            return Print(options.Errors);
        }

        var configuration = AnalyzerConfigSet.Create(options.AnalyzerConfigPaths
            .Select(path => AnalyzerConfig.Parse(File.ReadAllText(path), path)).ToList());
        var trees = options.SourceFiles.Select(file => CSharpSyntaxTree.ParseText(
            SourceText.From(File.ReadAllText(file.Path), Encoding.UTF8), options.ParseOptions, file.Path)).ToList();
        var references = options.MetadataReferences
            .Select(reference => (MetadataReference)MetadataReference.CreateFromFile(reference.Reference)).ToList();
        var analyzerFiles = options.AnalyzerReferences
            .Select(file => new AnalyzerFileReference(Path.GetFullPath(file.FilePath), new Loader())).ToList();
        var analyzers = ImmutableArray.CreateRange(
            analyzerFiles.SelectMany(file => file.GetAnalyzers(LanguageNames.CSharp)));
        var settings = new Settings(configuration, trees, Recommended(analyzers));

        Compilation compilation = CSharpCompilation.Create(options.CompilationName, trees, references,
            ((CSharpCompilationOptions)options.CompilationOptions)
                .WithSyntaxTreeOptionsProvider(settings));
        ImmutableArray<Diagnostic> said;
        CSharpGeneratorDriver.Create(
                analyzerFiles.SelectMany(file => file.GetGenerators(LanguageNames.CSharp)),
                parseOptions: (CSharpParseOptions)options.ParseOptions,
                optionsProvider: new Provider(settings))
            .RunGeneratorsAndUpdateCompilation(compilation, out compilation, out said, CancellationToken.None);

        IEnumerable<Diagnostic> found = said.Concat(analyzers.IsEmpty
            ? compilation.GetDiagnostics()
            : compilation.WithAnalyzers(analyzers, new CompilationWithAnalyzersOptions(
                new AnalyzerOptions(ImmutableArray<AdditionalText>.Empty, new Provider(settings)),
                null, true, false)).GetAllDiagnosticsAsync().Result);
        var faults = Print(found);
        return faults != 0 ? faults : Write(compilation, options);
    }

    // What AnalysisLevel "latest-recommended" means: whatever is on by default, suggestions too, is a warning.
    static HashSet<string> Recommended(ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        return new HashSet<string>(analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics)
            .Where(rule => rule.Id.StartsWith("CA", StringComparison.Ordinal) && rule.IsEnabledByDefault &&
                rule.DefaultSeverity == DiagnosticSeverity.Info)
            .Select(rule => rule.Id));
    }

    static int Print(IEnumerable<Diagnostic> found)
    {
        var faults = found.Where(one => one.Severity >= DiagnosticSeverity.Warning && !one.IsSuppressed)
            .Select(one => one.ToString()).Distinct().OrderBy(text => text, StringComparer.Ordinal).ToList();
        faults.ForEach(Console.Error.WriteLine);
        return faults.Count == 0 ? 0 : 1;
    }

    static int Write(Compilation compilation, CommandLineArguments options)
    {
        var output = Path.Combine(options.OutputDirectory, options.OutputFileName);
        using (var assembly = new MemoryStream())
        using (var symbols = new MemoryStream())
        using (var documentation = options.DocumentationPath == null ? null : new MemoryStream())
        {
            var result = compilation.Emit(assembly, symbols, documentation, options: options.EmitOptions);
            var faults = Print(result.Diagnostics);
            if (!result.Success || faults != 0)
            {
                return 1;
            }

            File.WriteAllBytes(output, assembly.ToArray());
            File.WriteAllBytes(Path.ChangeExtension(output, "pdb"), symbols.ToArray());
            return 0;
        }
    }
}

// Analyzers look for their companions beside themselves.
sealed class Loader : IAnalyzerAssemblyLoader
{
    static readonly HashSet<string> Folders = new HashSet<string>();

    static Loader()
    {
        AppDomain.CurrentDomain.AssemblyResolve += (sender, request) => Folders
            .Select(folder => Path.Combine(folder, new AssemblyName(request.Name).Name + ".dll"))
            .Where(File.Exists).Select(Assembly.LoadFrom).FirstOrDefault();
    }

    public void AddDependencyLocation(string path)
    {
        Folders.Add(Path.GetDirectoryName(path));
    }

    public Assembly LoadFromPath(string path)
    {
        AddDependencyLocation(path);
        return Assembly.LoadFrom(path);
    }
}

// What .editorconfig and the global configuration say of each file.
sealed class Settings : SyntaxTreeOptionsProvider
{
    readonly Dictionary<SyntaxTree, AnalyzerConfigOptionsResult> _ofTree;
    readonly HashSet<string> _recommended;

    public Settings(AnalyzerConfigSet configuration, List<SyntaxTree> trees, HashSet<string> recommended)
    {
        _recommended = recommended;
        Global = configuration.GlobalConfigOptions;
        _ofTree = trees.ToDictionary(tree => tree, tree => configuration.GetOptionsForSourcePath(tree.FilePath));
    }

    public AnalyzerConfigOptionsResult Global { get; private set; }

    public IReadOnlyDictionary<string, string> Of(SyntaxTree tree)
    {
        AnalyzerConfigOptionsResult found;
        return _ofTree.TryGetValue(tree, out found)
            ? found.AnalyzerOptions
            : ImmutableDictionary<string, string>.Empty;
    }

    public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellation)
    {
        return _ofTree.ContainsKey(tree) && !tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)
            ? GeneratedKind.NotGenerated
            : GeneratedKind.MarkedGenerated;
    }

    public override bool TryGetDiagnosticValue(
        SyntaxTree tree, string id, CancellationToken cancellation, out ReportDiagnostic severity)
    {
        AnalyzerConfigOptionsResult found;
        if (_ofTree.TryGetValue(tree, out found) && found.TreeOptions.TryGetValue(id, out severity))
        {
            return true;
        }

        severity = ReportDiagnostic.Default;
        return false;
    }

    public override bool TryGetGlobalDiagnosticValue(
        string id, CancellationToken cancellation, out ReportDiagnostic severity)
    {
        if (Global.TreeOptions.TryGetValue(id, out severity))
        {
            return true;
        }

        severity = ReportDiagnostic.Warn;
        return _recommended.Contains(id);
    }
}

sealed class Provider : AnalyzerConfigOptionsProvider
{
    readonly Settings _settings;

    public Provider(Settings settings)
    {
        _settings = settings;
    }

    public override AnalyzerConfigOptions GlobalOptions
    {
        get { return new Options(_settings.Global.AnalyzerOptions); }
    }

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree)
    {
        return new Options(_settings.Of(tree));
    }

    public override AnalyzerConfigOptions GetOptions(AdditionalText text)
    {
        return GlobalOptions;
    }

    sealed class Options : AnalyzerConfigOptions
    {
        readonly IReadOnlyDictionary<string, string> _values;

        public Options(IReadOnlyDictionary<string, string> values)
        {
            _values = values;
        }

        public override IEnumerable<string> Keys
        {
            get { return _values.Keys; }
        }

        public override bool TryGetValue(string key, out string value)
        {
            return _values.TryGetValue(key, out value);
        }
    }
}
