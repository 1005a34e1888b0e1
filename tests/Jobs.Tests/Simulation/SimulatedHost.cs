// SPDX-License-Identifier: GPL-3.0-or-later

using System.Runtime.InteropServices;
using System.Text;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Dicom;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Engine;

namespace OrthancDeid.Jobs.Tests.Simulation;

/// <summary>One run of an Orthanc in memory, until it is killed. The store outlives it.</summary>
internal sealed unsafe class SimulatedHost(
    SimulatedStore store, Schedule schedule, SimulatedClock clock, SimulatedJobs jobs, List<string> trace, bool checksRevisions)
    : IHost
{
    private const int LongestCall = 120;

    private readonly SimulatedRoutes _routes = new(store, jobs, checksRevisions);
    private readonly SimulatedWorkers _workers = new(schedule.Random);

    public HostRun Run { get; } = HostRun.Begin(schedule.Guid());

    public TimeProvider Clock => clock;

    public bool IsKilled { get; private set; }

    /// <summary>A request that the simulation does not support; null if there was none.</summary>
    public string? NotSimulated { get; private set; }

    /// <summary>A service that was called while the host held the lock of its jobs; null if there was none.</summary>
    public string? CalledUnderLock { get; private set; }

    /// <summary>The instances whose files cannot be read.</summary>
    public HashSet<string> Unreadable { get; init; } = [];

    public HostFeatures Features { get; } = new(static (_, _, _) => true);

    public string Describe(OrthancErrorCode code) => $"Error {(int)code}";

    public OrthancErrorCode Call(
        HttpMethod method, string uri, string? revision, void* body, uint size, out HostAnswer answer)
    {
        var request = new ReadOnlySpan<byte>(body, (int)size).ToArray();
        (ushort Status, byte[] Body, string? Revision) made = (200, [], null);
        var code = Do($"{method} {uri}", CallKind.Rest, () =>
        {
            var (error, bytes, tag) = _routes.Answer(method, uri, revision, request);
            made = (200, bytes, tag);
            return error;
        });
        var headers = made.Revision is null ? "{}" : $$"""{"ETag": "{{made.Revision}}"}""";
        answer = new HostAnswer(made.Status, Memory(made.Body), Memory(Encoding.UTF8.GetBytes(headers)));
        return code;
    }

    public OrthancErrorCode ReadInstance(string id, out HostMemory file)
    {
        byte[] bytes = [];
        var code = Do($"read {id}", () =>
        {
            if (store.Find(ResourceLevel.Instance, id) is not { } instance)
            {
                return OrthancErrorCode.UnknownResource;
            }

            bytes = instance.File;
            return Unreadable.Contains(id) ? OrthancErrorCode.InexistentFile : OrthancErrorCode.Success;
        });
        file = Memory(bytes);
        return code;
    }

    public NativeBuffer? Transcode(NativeBuffer file, string transferSyntax) =>
        throw new NotSupportedException("No simulated request has its files transcoded.");

    public string? ReadGlobalProperty(int property)
    {
        string? value = null;
        var code = Do($"property {property:x}", () =>
        {
            value = store.Properties.GetValueOrDefault(property, string.Empty);
            return OrthancErrorCode.Success;
        });
        return code == OrthancErrorCode.Success ? value : null;
    }

    public OrthancErrorCode WriteGlobalProperty(int property, string value)
    {
        var code = Do($"property {property:x} := {value.Length} characters", () =>
        {
            store.Properties[property] = value;
            return OrthancErrorCode.Success;
        });
        _ = code == OrthancErrorCode.Success ? store.Outdated.Remove(property) : store.Outdated.Add(property);
        return code;
    }

    public nint Create(IHostJob job) => jobs.Create((HostJob)job);

    public string Submit(IHostJob job, int priority)
    {
        var id = string.Empty;
        var code = Do("submit", CallKind.Submission, () =>
        {
            id = jobs.Submit((HostJob)job);
            return OrthancErrorCode.Success;
        });
        return code == OrthancErrorCode.Success
            ? id : throw new OrthancException(code, "Orthanc does not take the job.");
    }

    /// <summary>Runs the work of a step of a job.</summary>
    public void RunTogether(int count, Action work) => _workers.Run(count, work);

    public void NameThread(string name)
    {
    }

    public void Sleep(TimeSpan time) => clock.Pass(time);

    /// <summary>Ends the run between two calls.</summary>
    public void Kill() => IsKilled = true;

    private OrthancErrorCode Do(string what, Func<OrthancErrorCode> act) => Do(what, CallKind.Database, act);

    private OrthancErrorCode Do(string what, CallKind kind, Func<OrthancErrorCode> act)
    {
        if (jobs.IsLocked)
        {
            CalledUnderLock ??= what;
        }

        _workers.Pause();
        if (IsKilled)
        {
            throw new HostKilledException();
        }

        clock.Pass(TimeSpan.FromMilliseconds(schedule.Random.Next(LongestCall)));
        var fate = schedule.Next($"{what} {_workers.Number}", kind);
        trace.Add($"{what}{(fate == Fate.GoOn ? string.Empty : $" [{fate}]")}");
        if (fate is Fate.Fail or Fate.Wait)
        {
            return fate == Fate.Fail ? schedule.Error() : OrthancErrorCode.DatabaseCannotSerialize;
        }

        IsKilled = fate is Fate.KillBefore or Fate.KillAfter;
        var code = fate == Fate.KillBefore ? OrthancErrorCode.InternalError : Do(act);
        if (code != OrthancErrorCode.Success)
        {
            trace.Add($"  -> {code}");
        }

        return IsKilled ? throw new HostKilledException() : fate == Fate.FailAfter ? schedule.Error() : code;
    }

    private OrthancErrorCode Do(Func<OrthancErrorCode> act)
    {
        try
        {
            return act();
        }
        catch (NotSupportedException fault)
        {
            // The plugin would turn the exception into an answer.
            NotSimulated = fault.Message;
            return OrthancErrorCode.NotImplemented;
        }
    }

    private static HostMemory Memory(byte[] bytes)
    {
        var memory = (byte*)NativeMemory.Alloc((nuint)bytes.Length);
        bytes.CopyTo(new Span<byte>(memory, bytes.Length));
        return new HostMemory(memory, (uint)bytes.Length, static pointer => NativeMemory.Free((void*)pointer));
    }
}
