// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Concurrent;
using CsCheck;
using NUnit.Framework;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Identity.Generated;

/// <summary>
/// Properties of every file and request: no false alarm refuses a file, and nothing that identifies the patient or others
/// stays in it. The samples combine names that are words, numbers that are sizes, and texts with a wrong VR or character
/// set.
/// </summary>
public class IdentityPropertyTests
{
    private const int Samples = 2000;
    private const int MostFaults = 12;

    private const ConfidentialityOptions Cleaning = ConfidentialityOptions.CleanDescriptors | ConfidentialityOptions.CleanGraphics
        | ConfidentialityOptions.CleanStructuredContent | ConfidentialityOptions.RetainSafePrivate;

    private static readonly PseudonymKeyHost Host = new();

    [Test]
    public void No_file_is_refused_by_a_false_alarm()
    {
        var faults = new ConcurrentDictionary<string, string>();
        Sample(
            Gen.Select(GeneratedFile.Any(GeneratedFile.AnyText), GeneratedRequest.Any),
            sample =>
            {
                var (file, request) = sample;
                if (faults.Count < MostFaults && AlarmOf(file, request) is not null)
                {
                    var (smallest, asking) = Shrinking.Smallest(file, request, (one, other) => AlarmOf(one, other) is not null);
                    faults.TryAdd($"{smallest}", $"{AlarmOf(smallest, asking)}\n{asking}\n{smallest}\n");
                }
            });
        Assert.That(faults.Values, Is.Empty);
    }

    [Test]
    public void Nothing_of_whom_a_file_is_about_stays_in_any_text_in_any_spelling()
    {
        var faults = new ConcurrentDictionary<string, string>();
        Sample(
            Gen.Select(
                GeneratedPeople.Of(Secret.All).SelectMany(secret => GeneratedPeople.Of(secret.Written).SelectMany(
                    spelling => GeneratedFile.Any(GeneratedFile.TextWith(spelling)).Select(file => (secret, spelling, file)))),
                GeneratedRequest.Any),
            sample =>
            {
                var ((secret, spelling, file), any) = sample;
                var request = any with
                {
                    KeepsPrivate = false,
                    Kept = null,

                    // What an option retains is searched for names only.
                    Options = secret.IsName ? any.Options : any.Options & Cleaning,
                };
                bool Fails(GeneratedFile one, GeneratedRequest other) => LeakOf(secret, spelling, one, other) is not null;
                if (faults.Count < MostFaults && Fails(file, request))
                {
                    var (smallest, asking) = Shrinking.Smallest(file, request, Fails);
                    faults.TryAdd($"{secret.Tag} {spelling}", $"{LeakOf(secret, spelling, smallest, asking)}: {secret.Value}, {spelling}\n{asking}\n{smallest}\n");
                }
            });
        Assert.That(faults.Values, Is.Empty);
    }

    /// <summary>Uses the same samples each time; more of them if CsCheck_Iter asks for it.</summary>
    private static void Sample<T>(Gen<T> values, Action<T> check) => Parallel.For(
        0L, Math.Max(Samples, Check.Iter), number => check(values.Generate(new PCG(1, (ulong)number), null, out _)));

    private static string? LeakOf(Secret secret, string spelling, GeneratedFile file, GeneratedRequest request)
    {
        var whole = file with
        {
            Elements =
            [
                new(new DicomTag(secret.Tag), DicomVR.LO, secret.Value),
                .. file.Elements.Where(element => element.Tag.Value != secret.Tag).Select(element => Allowed(element, secret)),
            ],
        };
        try
        {
            using var made = Host.Anonymize(whole, request.ToString());
            return Array.Exists([.. Secret.BytesOf(spelling, file.CharacterSet)], bytes => made.AsSpan().IndexOf(bytes) >= 0) ? "stays" : null;
        }
        catch (RequestException fault)
        {
            return fault.Message.Contains("still holds", StringComparison.Ordinal) ? fault.Message : null;
        }
    }

    /// <summary>
    /// Codes of public schemes stay with their meanings, so the scheme is a private one. A number in a code or a UID is
    /// taken for part of it. If the patient is examined on the birthday, that date stays among the dates of care.
    /// </summary>
    private static GeneratedElement Allowed(GeneratedElement element, Secret secret) => element with
    {
        Text = element.Tag.Value == 0x0008_0102 ? "99ACME"
            : !secret.IsName && (element.Tag.Value is 0x0008_0100 or 0x0008_0103 || GeneratedFile.VROf(element.Tag) == DicomVR.UI) ? "1"
            : element.Text.Trim() == secret.Value && GeneratedFile.VROf(element.Tag) is DicomVR.DA or DicomVR.DT ? ""
            : element.Text,
        Items = element.Items?.Select(item => item.Select(one => Allowed(one, secret)).ToArray()).ToArray(),
    };

    private static string? AlarmOf(GeneratedFile file, GeneratedRequest request)
    {
        try
        {
            using var made = Host.Anonymize(file, request.ToString());
            return null;
        }
        catch (RequestException fault)
        {
            // The rules ask for all other faults.
            return fault.Message.Contains("still holds", StringComparison.Ordinal) && !IsOfKeptPrivate(fault, request)
                ? fault.Message
                : null;
        }
    }

    /// <summary>Private elements that the request keeps are not cleaned, so a file may be refused for them.</summary>
    private static bool IsOfKeptPrivate(RequestException fault, GeneratedRequest request) => request.KeepsPrivate
        && fault.Message[(fault.Message.IndexOf('(', StringComparison.Ordinal) + 1)..].Split(')')[0].Split('.')
            .Any(step => "13579bdf".Contains(step[3], StringComparison.Ordinal));
}
