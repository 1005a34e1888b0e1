// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Host;
using OrthancDeid.Host.Native;
using OrthancDeid.Jobs;
using OrthancDeid.Plugin.Routes;

namespace OrthancDeid.Plugin;

/// <summary>
/// What the host calls: the four functions that every plugin exports, and the callbacks that this one registers. They
/// have no context argument, so the plugin is in a static field here. The body of each is a call of
/// <see cref="HostBoundary"/>.
/// </summary>
internal static unsafe class EntryPoints
{
    // OrthancPluginChangeType_OrthancStarted
    private const int OrthancStarted = 10;

    // OrthancPluginChangeType_OrthancStopped
    private const int OrthancStopped = 11;

    private static OrthancDeidPlugin? _plugin;

    /// <summary>Registers the routes that the plugin answers, and its other callbacks.</summary>
    internal static void RegisterRoutes()
    {
        HostCallbacks.RegisterRoute(InstanceRoutes.AnonymizePattern, &OnAnonymizeInstance);
        HostCallbacks.RegisterRoute(PreviewRoute.Pattern, &OnPreview);
        HostCallbacks.RegisterRoute(PreviewRoute.FramePattern, &OnPreview);
        HostCallbacks.RegisterRoute(InstanceRoutes.ModifyPattern, &OnModifyInstance);
        HostCallbacks.RegisterRoute(JobRoutes.ResourcePattern, &OnResource);
        HostCallbacks.RegisterRoute(JobRoutes.BulkPattern, &OnBulk);
        HostCallbacks.RegisterRoute(JobRoutes.StudyPattern, &OnStudy);
        HostCallbacks.RegisterRoute(JobListRoutes.ListPattern, &OnJobs);
        HostCallbacks.RegisterRoute(JobListRoutes.JobPattern, &OnJob);
        HostCallbacks.RegisterRoute(JobListRoutes.ActionPattern, &OnJobAction);
        HostCallbacks.RegisterRoute(ProfileRoute.Pattern, &OnProfiles);
        HostCallbacks.RegisterRoute(MappingRoute.Pattern, &OnMapping);
        HostCallbacks.RegisterRoute(SiteRoutes.Pattern, &OnSite);
        HostCallbacks.RegisterRoute(SiteRoutes.CheckPattern, &OnCheck);
        HostCallbacks.RegisterRoute(MappingRoute.ListPattern, &OnMappings);
        HostCallbacks.RegisterJobsUnserializer(&OnSavedJob);
        HostCallbacks.RegisterOnChange(&OnChange);
        HostCallbacks.RegisterRefreshMetrics(&OnMetrics);
    }

    [UnmanagedCallersOnly(EntryPoint = "OrthancPluginGetName", CallConvs = [typeof(CallConvCdecl)])]
    internal static nint GetName() => HostBoundary.Answer(static () => Literal("deid"u8), 0);

    [UnmanagedCallersOnly(EntryPoint = "OrthancPluginGetVersion", CallConvs = [typeof(CallConvCdecl)])]
    internal static nint GetVersion() => HostBoundary.Answer(static () => Literal(PluginVersion.Utf8), 0);

    [UnmanagedCallersOnly(EntryPoint = "OrthancPluginInitialize", CallConvs = [typeof(CallConvCdecl)])]
    internal static OrthancErrorCode Initialize(nint context) => HostBoundary.Code(() =>
    {
        NativeHost.SetContext(context);
        return OrthancDeidPlugin.Start(out _plugin);
    });

    [UnmanagedCallersOnly(EntryPoint = "OrthancPluginFinalize", CallConvs = [typeof(CallConvCdecl)])]
    internal static void Finish() => HostBoundary.Run(static () =>
    {
        try
        {
            _plugin?.Dispose();
        }
        finally
        {
            _plugin = null;
            NativeHost.SetContext(0);
        }
    });

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static OrthancErrorCode OnAnonymizeInstance(nint output, byte* uri, nint request) =>
        HostBoundary.Code(() => Answer(output, uri, request, static (plugin, call) => plugin.Instances.Answer(call, Operation.Anonymize)));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static OrthancErrorCode OnPreview(nint output, byte* uri, nint request) =>
        HostBoundary.Code(() => Answer(output, uri, request, static (plugin, call) => plugin.Preview.Answer(call)));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static OrthancErrorCode OnModifyInstance(nint output, byte* uri, nint request) =>
        HostBoundary.Code(() => Answer(output, uri, request, static (plugin, call) => plugin.Instances.Answer(call, Operation.Modify)));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static OrthancErrorCode OnResource(nint output, byte* uri, nint request) =>
        HostBoundary.Code(() => Answer(output, uri, request, static (plugin, call) => plugin.Jobs.AnswerResource(call)));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static OrthancErrorCode OnBulk(nint output, byte* uri, nint request) =>
        HostBoundary.Code(() => Answer(output, uri, request, static (plugin, call) => plugin.Jobs.AnswerBulk(call)));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static OrthancErrorCode OnStudy(nint output, byte* uri, nint request) =>
        HostBoundary.Code(() => Answer(output, uri, request, static (plugin, call) => plugin.Jobs.AnswerStudy(call)));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static OrthancErrorCode OnJobs(nint output, byte* uri, nint request) =>
        HostBoundary.Code(() => Answer(output, uri, request, static (plugin, call) => plugin.JobList.AnswerList(call)));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static OrthancErrorCode OnJob(nint output, byte* uri, nint request) =>
        HostBoundary.Code(() => Answer(output, uri, request, static (plugin, call) => plugin.JobList.AnswerJob(call)));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static OrthancErrorCode OnJobAction(nint output, byte* uri, nint request) =>
        HostBoundary.Code(() => Answer(output, uri, request, static (plugin, call) => plugin.JobList.AnswerAction(call)));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static OrthancErrorCode OnProfiles(nint output, byte* uri, nint request) =>
        HostBoundary.Code(() => Answer(output, uri, request, static (plugin, call) => plugin.Profiles.Answer(call)));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static OrthancErrorCode OnMapping(nint output, byte* uri, nint request) =>
        HostBoundary.Code(() => Answer(output, uri, request, static (plugin, call) => plugin.Mappings.Answer(call)));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static OrthancErrorCode OnSite(nint output, byte* uri, nint request) =>
        HostBoundary.Code(() => Answer(output, uri, request, static (plugin, call) => plugin.Site.AnswerReport(call)));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static OrthancErrorCode OnCheck(nint output, byte* uri, nint request) =>
        HostBoundary.Code(() => Answer(output, uri, request, static (plugin, call) => plugin.Site.AnswerCheck(call)));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static OrthancErrorCode OnMappings(nint output, byte* uri, nint request) =>
        HostBoundary.Code(() => Answer(output, uri, request, static (plugin, call) => plugin.Mappings.AnswerList(call)));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnSavedJob(byte* type, byte* state) => HostBoundary.Answer(
        () => _plugin is { } plugin ? plugin.RestoreJob(NativeText.Read(state)) : 0, 0);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static OrthancErrorCode OnChange(int change, int level, byte* id) => HostBoundary.Code(() =>
    {
        if (change == OrthancStarted)
        {
            _plugin?.OnHostStarted();
        }
        else if (change == OrthancStopped)
        {
            _plugin?.OnHostStops();
        }
    });

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMetrics() => HostBoundary.Run(static () => _plugin?.Metrics.Publish());

    private static OrthancErrorCode Answer(
        nint output, byte* uri, nint request, Action<OrthancDeidPlugin, RestCall> answer) =>
        _plugin is { } plugin
            ? plugin.Answer(new RestCall(output, uri, request), answer)
            : OrthancErrorCode.InternalError;

    /// <summary>The address of a literal, which is in read-only memory and ends with a zero byte.</summary>
    private static nint Literal(ReadOnlySpan<byte> literal) =>
        (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(literal));
}
