// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics.CodeAnalysis;
using NUnit.Framework;

namespace OrthancDeid.Tests;

/// <summary>The only place where a test is skipped, see build-scripts/style.sh.</summary>
internal static class Skip
{
    /// <summary>Skips the running test, loudly, if what it needs is not here.</summary>
    /// <param name="isHere">Whether it is.</param>
    /// <param name="reason">What is missing, and how to get it.</param>
    /// <exception cref="InvalidOperationException">This is a multiple assertion. NUnit lets no test be skipped there, so
    /// one that asks there would fail on the machines that lack something; this makes it fail on every machine.</exception>
    public static void Unless([DoesNotReturnIf(false)] bool isHere, string reason)
    {
        try
        {
            // Refused in a multiple assertion as Assert.Ignore is.
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

    /// <summary>Goes on without a part of the running test, which counts as skipped then, unless it fails. Also in a
    /// multiple assertion.</summary>
    /// <param name="reason">What is missing, and how to get it.</param>
    public static void Warn(string reason) => Assert.Warn($"SKIPPED: {reason}");
}
