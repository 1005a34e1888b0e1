// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Targets;

/// <summary>A job all of whose instances are rejected has no result, so it fails, permissive or not.</summary>
internal static class RejectedSources
{
    // There are few different reasons, and the content of the job lists the reason for each instance.
    private const int MostReasons = 10;

    /// <summary>Requires that not every instance of a job was rejected.</summary>
    /// <param name="count">How many instances the job has.</param>
    /// <param name="rejected">The rejected ones, and why.</param>
    /// <exception cref="OrthancException">All were rejected. The message says why.</exception>
    public static void RequireOther(int count, IReadOnlyCollection<KeyValuePair<int, string>> rejected)
    {
        if (count == 0 || rejected.Count < count)
        {
            return;
        }

        var reasons = rejected.CountBy(one => one.Value).OrderByDescending(reason => reason.Value).ToList();
        var told = reasons.Take(MostReasons).Select(reason => $"{reason.Key} ({reason.Value})");
        var more = reasons.Count > MostReasons ? $", and {reasons.Count - MostReasons} other reasons" : string.Empty;
        throw new OrthancException(
            OrthancErrorCode.ForbiddenAccess,
            $"Reject refuses all of the {count} instances, so nothing is stored: {string.Join(", ", told)}{more}");
    }
}
