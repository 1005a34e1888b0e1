// SPDX-License-Identifier: GPL-3.0-or-later

using Microsoft.Extensions.Logging;
using OrthancDeid.Deidentification;
using OrthancDeid.Orthanc.Configuration;
using OrthancDeid.Orthanc.Jobs;
using OrthancDeid.Orthanc.Resources;
using OrthancDeid.Orthanc.Routes;

namespace OrthancDeid.Orthanc;

/// <summary>The plugin as the host loaded it: owns all that lives as long as it does.</summary>
internal sealed class OrthancDeidPlugin : IDisposable
{
    // In bytes; requests as people write them are far smaller.
    private const long LargeBody = 4 << 20;

    private readonly LoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly RouteOwnership _ownership;
    private readonly ErrorAnswer _errors;
    private Thread? _watching;

    private OrthancDeidPlugin(LoggerFactory loggers, ILogger logger)
    {
        _loggers = loggers;
        _logger = logger;
        var configuration = HostConfiguration.Parse(OrthancHost.ReadConfiguration(), logger);
        var settings = new HostSettings
        {
            Dictionary = HostDictionary.Of(configuration),
            DefaultPrivateCreator = configuration.DefaultPrivateCreator,
            DefaultEncoding = configuration.DefaultEncoding,
            LossyTranscodingQuality = configuration.LossyTranscodingQuality,
            DecodeImage = HostImage.Decode,
            PseudonymKey = configuration.Deid.PseudonymKey,
            DateShift = configuration.Deid.DateShift,
            Profiles = configuration.Deid.Profiles,
            AllowsMapping = configuration.Deid.AllowsMapping,
            IsStrict = configuration.Deid.IsStrict,
            SoftwareName = $"Orthanc {OrthancHost.Version}",
        };
        if (settings.Profiles.FindFault(settings, request => ModificationPlan.For(request)) is var (profile, fault))
        {
            throw new ConfigurationException(
                profile.Length > 0
                    ? $"{DeidSection.Name}.{DeidSection.ProfilesMember}.{profile}"
                    : $"{DeidSection.Name}.{DeidSection.DefaultProfileMember}",
                fault);
        }

        Profiles = new ProfileRoute(settings.Profiles);
        var names = new PatientNameCounter(logger);
        var mappings = new KeptMappings(TimeProvider.System);
        Mappings = new MappingRoute(mappings);
        Instances = new InstanceRoutes(settings, names, Metrics, mappings);
        Jobs = new JobRoutes(new JobServices(
            settings, names, Metrics, new JobJournal(logger), new NotesJournal(configuration.TemporaryFolder, logger), new TargetClaims(),
            new MemoryBudget(configuration.Deid.MaximumMemory), configuration.Deid.Threads, configuration.SavesJobs,
            configuration.OverwritesInstances, logger));
        JobList = new JobListRoutes(Jobs.Known);
        _ownership = new RouteOwnership(logger);
        _errors = new ErrorAnswer(configuration.DescribesErrors, logger);
    }

    /// <summary>What Prometheus reads.</summary>
    public Metrics Metrics { get; } = new();

    /// <summary>The routes of instances.</summary>
    public InstanceRoutes Instances { get; }

    /// <summary>The route of profiles.</summary>
    public ProfileRoute Profiles { get; }

    /// <summary>The route of mappings that are too long for a header.</summary>
    public MappingRoute Mappings { get; }

    /// <summary>The routes that make jobs.</summary>
    public JobRoutes Jobs { get; }

    /// <summary>The routes that show and control jobs.</summary>
    public JobListRoutes JobList { get; }

    /// <summary>Starts the plugin. A host that is too old is told so in its log and goes on without it.</summary>
    /// <param name="plugin">Null if the plugin does nothing in this host.</param>
    /// <returns>
    /// What the host gets: an error makes it stop, which is right after any other fault, since the host would go on
    /// with its own routes, and nobody would notice that patient data slips through them.
    /// </returns>
    public static OrthancErrorCode Start(out OrthancDeidPlugin? plugin)
    {
        plugin = null;
        var loggers = new LoggerFactory(
            [new OrthancLoggerProvider()], new LoggerFilterOptions { MinLevel = LogLevel.Debug });
        var logger = loggers.CreateLogger("OrthancDeid");
        try
        {
            if (!OrthancHost.IsAtLeast(1, 10, 1))
            {
                logger.HostTooOld(OrthancHost.Version);
                loggers.Dispose();
                return OrthancErrorCode.Success;
            }

            plugin = new OrthancDeidPlugin(loggers, logger);
            NativeHeap.KeepCommonFiles();
            EntryPoints.RegisterRoutes();
            logger.Started(PluginVersion.Text, OrthancHost.Version);
            if (!HostTranscoder.HonoursQuality)
            {
                logger.NoLossyQuality(OrthancHost.Version);
            }

            if (!ResourceNotes.TakesOrigins)
            {
                logger.NoOrigins(OrthancHost.Version);
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
    /// <param name="answer">What answers it, unless it is a probe of the plugin itself.</param>
    public OrthancErrorCode Answer(RestCall call, Action<OrthancDeidPlugin, RestCall> answer)
    {
        try
        {
            if (!_ownership.AnswerProbe(call))
            {
                answer(this, call);
            }

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
                // Else what such a body took stays with the process: the collector sees no need to give it back.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }
        }
    }

    /// <summary>
    /// Checks, once the host serves its REST API, that requests arrive here, takes up lost jobs, and watches all.
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

        // Not here: a host that calls this holds a lock that one of its jobs may wait for when it ends, with the lock
        // that the host needs to take a job. For the same reason not before the check.
        _watching = new Thread(WatchJobs);
        _watching.Start();
    }

    /// <summary>Takes up a job that the host has saved.</summary>
    /// <returns>The host's side of the job; 0 if it is none of this plugin, or cannot be read.</returns>
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

    /// <summary>Ends what waits for the host.</summary>
    public void OnHostStops() => Jobs.Abandon();

    /// <inheritdoc/>
    public void Dispose()
    {
        Jobs.Abandon();
        _watching?.Join();
        Jobs.Dispose();
        _loggers.Dispose();
    }

    private void WatchJobs()
    {
        OrthancHost.NameThread("DEID-JOURNAL");
        try
        {
            Jobs.Recovery.TakeUpLost();
        }
        catch (Exception fault)
        {
            _logger.JobNotRestored(fault.GetType().Name);
        }

        try
        {
            Jobs.Watch();
        }
        catch (Exception fault)
        {
            // The thread is the plugin's own: an exception that leaves it ends the host.
            _logger.WatchFailed(fault.GetType().Name, fault.StackTrace);
        }
    }
}
