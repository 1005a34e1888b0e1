// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Host;
using OrthancDeid.Jobs.State;
using OrthancDeid.Jobs.Work;

namespace OrthancDeid.Jobs.Phases;

/// <summary>Ends the job: nothing is left to do.</summary>
internal sealed class Done(JobWork work) : JobPhase(work)
{
    /// <inheritdoc/>
    public override JobPhaseName Name => JobPhaseName.Done;

    /// <inheritdoc/>
    public override PhaseOutcome Run(TimeBudget time)
    {
        // If all instances failed, none has the new name, and its number becomes free.
        Work.GiveBack();
        Work.Progress.End();
        if (Work.Services.SavesJobs || !Work.Definition.KeepsSource)
        {
            WriteJournal();
        }

        return PhaseOutcome.Finished;
    }

    /// <inheritdoc/>
    public override JobPhase? Next() => null;

    private void WriteJournal()
    {
        try
        {
            Work.WriteJournal();
        }
        catch (OrthancException fault)
        {
            // Everything is done. If the host is killed before it saves this, the job runs again, finds its results, or
            // finds its sources deleted, and ends.
            Work.Logger.JobNotForgotten(fault.Message);
        }
    }
}
