// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics.CodeAnalysis;
using NUnit.Framework;

namespace OrthancDeid.Tests;

/// <summary>The only place where a test is skipped, see build-scripts/style.sh.</summary>
internal static class Skip
{
    /// <summary>Skips the running test, loudly, if something that it needs is missing.</summary>
    /// <param name="isHere">Whether everything is there.</param>
    /// <param name="reason">What is missing, and how to get it.</param>
    /// <exception cref="InvalidOperationException">This is a multiple assertion. NUnit cannot skip a test there, so the call
    /// would fail only on machines that lack something; this makes it fail on every machine.</exception>
    public static void Unless([DoesNotReturnIf(false)] bool isHere, string reason)
    {
        try
        {
            // NUnit refuses this in a multiple assertion, as it does Assert.Ignore.
            Assert.Pass();
        }
        catch (SuccessException)
        {
            if (isHere)
            {
                return;
            }
        }
        catch (Exception inMultiple) when (inMultiple is not ResultStateException)
        {
            throw new InvalidOperationException("No test can be skipped in a multiple assertion: ask before it", inMultiple);
        }

        Assert.Ignore($"SKIPPED: {reason}");
    }

    /// <summary>Goes on without a part of the running test, which then counts as skipped unless it fails. Works in a
    /// multiple assertion, too.</summary>
    /// <param name="reason">What is missing, and how to get it.</param>
    public static void Warn(string reason) => Assert.Warn($"SKIPPED: {reason}");
}
