// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using NUnit.Framework;
using OrthancDeid.Dicom;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Jobs;
using OrthancDeid.Orthanc.Tests.Samples;

namespace OrthancDeid.Orthanc.Tests.Pseudonyms;

/// <summary>
/// Several jobs create the same new instances at the same time, and some of them fail at their end and delete what they
/// stored. Everything that a job has reported exists, and so does the old or the new instance of each image.
/// </summary>
[TestFixtureSource(typeof(OrthancVersion), nameof(OrthancVersion.Oldest))]
internal sealed class SharedTargetTests(OrthancVersion version) : VersionFixture(version)
{
    private const string Secret = "a secret of the trial's office, longer than 32 bytes";
    private const int Images = 30;
    private const int Rounds = 3;

    private static readonly DicomTag InstanceNumber = new(0x0020_0013);

    private int _studies;

    [Test]
    public async Task A_job_that_fails_takes_nothing_from_one_that_succeeds([Values] bool overwrites)
    {
        using var key = new KeyFile(Secret);
        using var host = await Start(key, overwrites);
        for (var round = 0; round < Rounds; round++)
        {
            var (study, broken) = await Store(host);
            var jobs = Enumerable.Range(0, 6).Select(number => host.Post("/tools/bulk-anonymize", number % 2 == 0
                ? $$"""{"Resources": ["{{study}}"], "Pseudonyms": true}"""
                : $$"""{"Resources": ["{{study}}", "{{broken}}"], "Pseudonyms": true}""")).ToArray();
            var answers = await Task.WhenAll(jobs);
            using (Assert.EnterMultipleScope())
            {
                for (var number = 0; number < answers.Length; number++)
                {
                    Assert.That(answers[number].Status, number % 2 == 0 ? Is.EqualTo(200) : Is.GreaterThanOrEqualTo(400),
                        answers[number].ToString);
                }

                var made = answers[0].Json().GetProperty("Resources").EnumerateArray()
                    .Where(resource => resource.GetProperty("Type").GetString() == "Instance")
                    .Select(resource => resource.GetProperty("ID").GetString()!).ToList();
                Assert.That(made, Has.Count.EqualTo(Images));
                var there = (await host.Get("/instances")).Json().Strings();
                Assert.That(made.Except(there), Is.Empty, $"results that are gone, in round {round}");
                Assert.That(there, Has.Count.EqualTo((2 * Images * (round + 1)) + round + 1), "and nothing else");
            }
        }
    }

    [Test]
    public async Task Jobs_that_all_fail_leave_nothing()
    {
        using var key = new KeyFile(Secret);
        using var host = await Start(key, overwrites: true);
        for (var round = 1; round <= Rounds; round++)
        {
            var (study, broken) = await Store(host);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.Post(
                "/tools/bulk-anonymize", $$"""{"Resources": ["{{study}}", "{{broken}}"], "Pseudonyms": true}""")));
            Assert.That(await host.CountInstances(), Is.EqualTo(round * (Images + 1)));
        }
    }

    [Test]
    public async Task Of_each_image_the_old_or_the_new_one_is_left([Values] bool overwrites)
    {
        using var key = new KeyFile(Secret);
        using var host = await Start(key, overwrites);
        for (var round = 0; round < Rounds; round++)
        {
            var (study, broken) = await Store(host);
            await Task.WhenAll(Enumerable.Range(0, 6).Select(number => host.Post("/tools/bulk-anonymize", number % 2 == 0
                ? $$"""{"Resources": ["{{study}}"], "Pseudonyms": true, "KeepSource": false}"""
                : $$"""{"Resources": ["{{study}}", "{{broken}}"], "Pseudonyms": true, "KeepSource": false}""")));
            var numbers = new HashSet<string>();
            foreach (var instance in (await host.Get("/instances?expand")).Json().EnumerateArray())
            {
                numbers.Add(instance.GetProperty("MainDicomTags").GetProperty("InstanceNumber").GetString()!);
            }

            Assert.That(
                numbers.Where(number => number.StartsWith($"{_studies}0", StringComparison.Ordinal)).Count(),
                Is.GreaterThanOrEqualTo(Images), $"images that are left, in round {round}");
            foreach (var instance in (await host.Get("/instances")).Json().Strings())
            {
                await host.Send(HttpMethod.Delete, $"/instances/{instance}", null);
            }
        }
    }

    [Test]
    public async Task Who_asks_for_the_same_gets_it()
    {
        using var key = new KeyFile(Secret);
        using var host = await Start(key, overwrites: true);
        for (var round = 0; round < Rounds; round++)
        {
            var (study, _) = await Store(host);
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Post(
                $"/studies/{study}/anonymize", """{"Pseudonyms": true}""")));
            Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(200));
            Assert.That(answers.Select(answer => answer.Json().GetProperty("ID").GetString()).Distinct().Count(), Is.EqualTo(1));
        }
    }

    /// <summary>As the built-in answers for a resource that no longer exists.</summary>
    [Test]
    public async Task Who_asks_for_what_another_job_has_made_and_deleted_the_sources_of_is_told_so([Values] bool overwrites)
    {
        const string Body = """{"Pseudonyms": true, "KeepSource": false}""";
        using var key = new KeyFile(Secret);
        using var host = await Start(key, overwrites);
        for (var round = 1; round <= Rounds; round++)
        {
            var (study, _) = await Store(host);
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Post($"/studies/{study}/anonymize", Body)));
            var done = answers.Where(answer => answer.Status == 200).ToList();
            var late = await host.Post($"/studies/{study}/anonymize", Body);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(answers.Where(answer => answer.Status is not (200 or 404)).Select(answer => $"{answer}"), Is.Empty, () => host.Log);
                Assert.That(done, Is.Not.Empty);
                Assert.That(done.Select(answer => answer.Json().GetProperty("ID").GetString()).Distinct().Count(), Is.EqualTo(1));
                Assert.That(late.Status, Is.EqualTo(404), late.ToString);
                Assert.That(late.Error("Details"), Does.Contain(study));
                Assert.That(
                    await host.InstancesOf(done[0].Json().GetProperty("Path").GetString()!), Has.Count.EqualTo(Images));
                Assert.That(await host.CountInstances(), Is.EqualTo(round * (Images + 1)), "each is there once");
            }
        }
    }

    [Test]
    public async Task A_pseudonym_that_is_of_another_instance_is_not_taken([Values] bool overwrites, [Values] bool keepsSource)
    {
        using var key = new KeyFile(Secret);
        using var host = await Start(key, overwrites);
        var twins = await Twins.OfTwoPatients(host);
        var before = await twins.Find();
        var body = $$"""
            {"Pseudonyms": true, "Replace": {"PatientID": "X"}, "Force": true, "KeepSource": {{(keepsSource ? "true" : "false")}}}
            """;
        var first = await host.Post(twins.Resolve("/studies/[ParentStudy 0]/anonymize"), body);
        Assert.That(first.Status, Is.EqualTo(200), first.ToString);
        var made = await twins.Find();
        var second = await host.Post(twins.Resolve("/studies/[ParentStudy 1]/anonymize"), body);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(second.Status, Is.EqualTo(400), second.ToString);
            Assert.That(second.Error("Details"), Does.Contain("the same UIDs"));
            Assert.That(await twins.Find(), Is.EquivalentTo(made));
            Assert.That(made, Has.Count.EqualTo(keepsSource ? before.Count * 3 / 2 : before.Count));
        }

        // The first request can be repeated.
        if (keepsSource)
        {
            var again = await host.Post(twins.Resolve("/studies/[ParentStudy 0]/anonymize"), body);
            Assert.That(again.Status, Is.EqualTo(200), again.ToString);
        }
    }

    private static Task<OrthancHost> Start(KeyFile key, bool overwrites, OrthancVersion version)
    {
        var configuration = key.Configuration;
        configuration["OverwriteInstances"] = overwrites;
        configuration["MaximumStorageCacheSize"] = 0;
        configuration["ConcurrentJobs"] = 8;
        configuration["HttpThreadsCount"] = 20;
        return OrthancHost.Start(version, [ProjectFiles.Plugin], configuration, isVerbose: false);
    }

    private Task<OrthancHost> Start(KeyFile key, bool overwrites) => Start(key, overwrites, Version);

    /// <summary>Stores a study, and an instance of another study, whose file is then lost.</summary>
    private async Task<(string Study, string Broken)> Store(OrthancHost host)
    {
        _studies++;
        var root = string.Create(CultureInfo.InvariantCulture, $"1.2.826.0.1.3680043.9.64.{_studies}");
        var study = string.Empty;
        for (var image = 0; image < Images; image++)
        {
            var stored = await host.Post("/instances", File(root, image));
            study = stored.Json().GetProperty("ParentStudy").GetString()!;
        }

        var file = File($"{root}.9", Images);
        var broken = await host.Store(file);
        host.LoseFile(file);
        return (study, broken);
    }

    private byte[] File(string root, int image) => SampleFile.Make(dataset => dataset
        .With(0x0008_0018, DicomVR.UI, string.Create(CultureInfo.InvariantCulture, $"{root}.1.{image}"))
        .With(0x0020_000D, DicomVR.UI, root)
        .With(0x0020_000E, DicomVR.UI, $"{root}.1")
        .With(InstanceNumber.Value, DicomVR.IS, string.Create(CultureInfo.InvariantCulture, $"{_studies}0{image}")));
}
