// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;
using OrthancDeid.Host;
using OrthancDeid.Host.Native;
using OrthancDeid.Jobs;
using OrthancDeid.Jobs.Instances;
using OrthancDeid.Jobs.Notes;
using OrthancDeid.Jobs.Phases;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;
using OrthancDeid.Jobs.Targets;
using OrthancDeid.Jobs.Work;
using OrthancDeid.Plugin.Access;
using OrthancDeid.Plugin.Audit;
using OrthancDeid.Plugin.Configuration;
using OrthancDeid.Plugin.Routes;

namespace OrthancDeid.Plugin;

/// <summary>The loaded plugin. It owns everything that lives as long as it does.</summary>
internal sealed class OrthancDeidPlugin : IDisposable
{
    // In bytes. Usual requests are far smaller.
    private const long LargeBody = 4 << 20;

    private readonly LoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly RouteOwnership _ownership;
    private readonly ErrorAnswer _errors;
    private readonly RegisteredUsers _users;
    private readonly RouteAccess _access;
    private readonly AuditTrail _audit;
    private readonly FilterQuestion _filters;
    private readonly JobControl _control;
    private readonly RouteSafety _safety;
    private Thread? _watching;

    private OrthancDeidPlugin(NativeHost host, LoggerFactory loggers, ILogger logger)
    {
        _loggers = loggers;
        _logger = logger;
        var configuration = HostConfiguration.Parse(host.ReadConfiguration(), logger);
        var settings = configuration.Deid.ApplyTo(new HostSettings
        {
            Dictionary = ElementDictionary.Standard
                .With(configuration.Dictionary)
                .WithKeywords(keyword => HostDictionary.Lookup(keyword, configuration.DefaultPrivateCreator)),
            DefaultPrivateCreator = configuration.DefaultPrivateCreator,
            DefaultEncoding = configuration.DefaultEncoding,
            LossyTranscodingQuality = configuration.LossyTranscodingQuality,
            DecodeImage = HostImage.Decode,
            ReadSubjects = new SubjectsFiles(logger).Read,
            TextSearchFault = TextDetection.Fault,
            SoftwareName = $"Orthanc {host.Version}",
        });
        settings = settings with { SafePrivate = configuration.Deid.ReadSafePrivate(settings.Dictionary) };
        TextDetection.LookIn(TextFolders.Of(configuration.Deid.TextFolder));
        if ((SectionCheck.FaultOfSubjects(settings) ?? SectionCheck.FaultsOfProfiles(settings).FirstOrDefault()) is { } fault)
        {
            throw fault;
        }

        _users = configuration.Users;
        _access = configuration.Deid.Access;
        _audit = new AuditTrail(
            host, AuditFileMember.Open(configuration.Deid.AuditFile, logger),
            new LoggedText(settings.Dictionary, [.. settings.Profiles.Names, .. settings.PixelRules.Keys, .. RequestWords.All]), logger);
        var report = new SiteReport(settings, _access, _audit, host.Features, host.Version);
        Site = new SiteRoutes(report, settings, _users, logger);
        Protection = report.ToString();
        Profiles = new ProfileRoute(settings.Profiles);
        var names = new PatientNameCounter(logger);
        var metrics = new Metrics();
        Metrics = new PublishedMetrics(host, metrics);
        var mappings = new KeptMappings(TimeProvider.System);
        var sealedMappings = new SealedMappings(logger);
        var generations = new Generations(logger);
        Mappings = new MappingRoute(mappings, sealedMappings);
        Instances = new InstanceRoutes(settings, names, metrics, mappings, generations);
        _filters = new FilterQuestion(host, configuration.Deid.AsksFilters ? configuration.HttpPort : null, configuration.HttpThreads, logger);
        Preview = new PreviewRoute(settings, _filters);
        var journal = new JobJournal(logger);
        Jobs = new JobRoutes(_filters, new JobServices(
            settings, names, metrics, journal, sealedMappings,
            new NotesJournal(configuration.TemporaryFolder, journal.IsAtWork, logger), new TargetClaims(), generations,
            new MemoryBudget(configuration.Deid.MaximumMemory), configuration.Deid.Threads, configuration.SavesJobs,
            configuration.OverwritesInstances, logger)
        {
            Ended = _audit.Ended,
        });
        JobList = new JobListRoutes(Jobs.Known, logger);
        _control = new JobControl(Jobs.Known, settings, _access, _audit);
        _safety = new RouteSafety(host, _access, configuration.HttpPort, configuration.RunsScriptsOfClients, logger);
        _ownership = new RouteOwnership(host, logger);
        _errors = new ErrorAnswer(configuration.DescribesErrors, _audit, logger);
    }

    /// <summary>The metrics that Prometheus reads.</summary>
    public PublishedMetrics Metrics { get; }

    /// <summary>The routes of instances.</summary>
    public InstanceRoutes Instances { get; }

    /// <summary>The route that shows what would be masked.</summary>
    public PreviewRoute Preview { get; }

    /// <summary>The routes that report on the plugin and its configuration.</summary>
    public SiteRoutes Site { get; }

    /// <summary>The protection of this site, in one line.</summary>
    public string Protection { get; }

    /// <summary>The route of profiles.</summary>
    public ProfileRoute Profiles { get; }

    /// <summary>The route of mappings that are too long for a header.</summary>
    public MappingRoute Mappings { get; }

    /// <summary>The routes that submit jobs.</summary>
    public JobRoutes Jobs { get; }

    /// <summary>The routes that show and control jobs.</summary>
    public JobListRoutes JobList { get; }

    /// <summary>
    /// Starts the plugin. If the host is too old, this is logged, and the host runs without the plugin.
    /// </summary>
    /// <param name="plugin">Null if the host is too old, or if the plugin could not be created.</param>
    /// <returns>
    /// The code for the host. Any other fault gives an error, which stops the host. Otherwise its own routes would
    /// answer, and nobody would notice that patient data slips through them.
    /// </returns>
    public static OrthancErrorCode Start(out OrthancDeidPlugin? plugin)
    {
        plugin = null;
        var host = new NativeHost();
        OrthancHost.Current = host;
        var loggers = new LoggerFactory(
            [new OrthancLoggerProvider(host)], new LoggerFilterOptions { MinLevel = LogLevel.Debug });
        var logger = loggers.CreateLogger("OrthancDeid");
        try
        {
            if (!host.Features.IsSupported)
            {
                logger.HostTooOld(host.Version);
                loggers.Dispose();
                return OrthancErrorCode.Success;
            }

            plugin = new OrthancDeidPlugin(host, loggers, logger);
            NativeHeap.KeepCommonFiles();
            EntryPoints.RegisterRoutes();
            logger.Started(PluginVersion.Text, host.Version);
            logger.Protected(plugin.Protection);
            if (!host.Features.HonoursQuality)
            {
                logger.NoLossyQuality(host.Version);
            }

            if (!host.Features.TakesOrigins)
            {
                logger.NoOrigins(host.Version);
            }

            return OrthancErrorCode.Success;
        }
        catch (ConfigurationException fault)
        {
            logger.ConfigurationIllFormed(fault.Member, fault.Reason);
            loggers.Dispose();
            return OrthancErrorCode.BadFileFormat;
        }
        catch (Exception fault)
        {
            logger.StartFailed(fault.GetType().Name, fault.Message, fault.StackTrace);
            loggers.Dispose();
            return fault is OrthancException orthanc ? orthanc.Code : OrthancErrorCode.InternalError;
        }
    }

    /// <summary>Answers a request to one of the routes.</summary>
    /// <param name="call">The request.</param>
    /// <param name="answer">Answers the request, unless it is a probe of the plugin itself.</param>
    public OrthancErrorCode Answer(RestCall call, Action<OrthancDeidPlugin, RestCall> answer)
    {
        try
        {
            if (_ownership.AnswerProbe(call) || _filters.Answer(call))
            {
                return OrthancErrorCode.Success;
            }

            if (CalledRoute.Of(call.Uri) is not RouteName.None and var route)
            {
                var received = new ReceivedRequest(call, route, _users.CallerOf(call), _access, _audit);
                call = call with { Watch = received };
                received.Require(route);
            }
            else if (_control.Of(call, _users.CallerOf(call)) is var (controls, require))
            {
                call = call with { Watch = controls };
                require();
            }

            answer(this, call);
            return OrthancErrorCode.Success;
        }
        catch (Exception fault)
        {
            return _errors.Send(call, fault);
        }
        finally
        {
            if (call.BodySize > LargeBody)
            {
                // Otherwise the process would keep the memory of such a body: the collector has no reason to return it.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }
        }
    }

    /// <summary>
    /// Called once the host serves its REST API. Checks that requests arrive here, resumes lost jobs, and watches all
    /// jobs.
    /// </summary>
    public void OnHostStarted()
    {
        try
        {
            _ownership.Check();
        }
        catch (Exception fault)
        {
            _logger.CheckFailed(fault.GetType().Name, fault.StackTrace);
        }

        // In a thread of its own: the host now holds a lock that a job may need in order to end, while that job holds
        // the lock that the host needs to accept a job. For the same reason, the thread starts only after the check.
        _watching = new Thread(WatchJobs);
        _watching.Start();
    }

    /// <summary>Restores a job that the host has saved.</summary>
    /// <returns>The host's side of the job; 0 if the job is not one of this plugin, or cannot be read.</returns>
    public nint RestoreJob(string state)
    {
        try
        {
            return Jobs.Recovery.Restore(state);
        }
        catch (Exception fault)
        {
            _logger.JobNotRestored(fault.GetType().Name);
            return 0;
        }
    }

    /// <summary>Ends all waiting, because the host stops.</summary>
    public void OnHostStops() => Jobs.Abandon();

    /// <inheritdoc/>
    public void Dispose()
    {
        Jobs.Abandon();
        _watching?.Join();
        Jobs.Dispose();
        _filters.Dispose();
        _audit.Dispose();
        _loggers.Dispose();
    }

    private void WatchJobs()
    {
        OrthancHost.NameThread("DEID-JOURNAL");
        try
        {
            _safety.Check();
            Jobs.Watch();
        }
        catch (Exception fault)
        {
            // This is the plugin's own thread, so an unhandled exception would terminate the host.
            _logger.WatchFailed(fault.GetType().Name, fault.StackTrace);
        }
    }
}
