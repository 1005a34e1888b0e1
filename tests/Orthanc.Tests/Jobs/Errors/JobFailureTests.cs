// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Comparison;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Jobs.Errors;

/// <summary>What a job with a failing instance leaves: nothing new, or, if permissive, the source of that one.</summary>
internal sealed class JobFailureTests(OrthancVersion version) : VersionFixture(version)
{
    private OrthancHost _host = null!;
    private FailingStudy _study = null!;
    private int _before;

    [SetUp]
    public async Task Store()
    {
        _host = await RunningHosts.WithPlugin(Version);
        _study = await FailingStudy.In(_host);
        _before = await _host.CountInstances();
    }

    [TestCase("modify", true)]
    [TestCase("modify", false)]
    [TestCase("anonymize", false)]
    public async Task A_failed_job_leaves_everything_as_it_was(string operation, bool keepsSource)
    {
        var answer = await _host.Post($"{_study.Study}/{operation}", Body(keepsSource));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Status, Is.EqualTo(400), answer.ToString);
            Assert.That(answer.Error("OrthancStatus"), Is.EqualTo("15"));
            Assert.That(answer.Error("Details"), Does.Contain(_study.Bad).And.Contain("0028,0106"));
            Assert.That(await _host.CountInstances(), Is.EqualTo(_before));
            Assert.That(await Missing(_study.Good.Append(_study.Bad)), Is.Empty);
        }
    }

    [Test]
    public async Task The_content_of_a_failed_job_says_what_failed()
    {
        var id = await _host.Submit($"{_study.Series}/modify", Body(keepsSource: true, """, "Asynchronous": true"""));
        var job = await _host.WaitForEnd(id);
        var error = job.Content().GetProperty("Error");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(job.State(), Is.EqualTo("Failure"));
            Assert.That(error.GetProperty("Instance").GetString(), Is.EqualTo(_study.Bad));
            Assert.That(error.GetProperty("OrthancStatus").GetInt32(), Is.EqualTo(15));
            Assert.That(error.GetProperty("Details").GetString(), Does.Contain("0028,0106"));
            Assert.That(job.Content().GetProperty("FailedInstances").Strings(), Does.Contain(_study.Bad));
            Assert.That(job.Content().GetProperty("FailedInstancesCount").GetInt32(), Is.GreaterThan(0));
            Assert.That(await _host.CountInstances(), Is.EqualTo(_before));
            Assert.That(() => _host.Log, Does.Contain($"for the first one, {_study.Bad}").After(5000, 20));
        }
    }

    [Test]
    public async Task A_permissive_job_counts_what_failed_and_keeps_its_source()
    {
        var answer = await _host.Post($"{_study.Study}/modify", Body(keepsSource: false, """, "Permissive": true"""));
        Assert.That(answer.Status, Is.EqualTo(200), answer.ToString);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Json().GetProperty("InstancesCount").GetInt32(), Is.EqualTo(3));
            Assert.That(answer.Json().GetProperty("FailedInstancesCount").GetInt32(), Is.EqualTo(1));
            Assert.That(answer.Json().GetProperty("FailedInstances").Strings(), Is.EqualTo((string[])[_study.Bad]));
            var failure = answer.Json().GetProperty("Failures").EnumerateArray().Single();
            Assert.That(failure.GetProperty("ID").GetString(), Is.EqualTo(_study.Bad));
            Assert.That(failure.GetProperty("OrthancStatus").GetInt32(), Is.EqualTo(15));
            Assert.That(failure.GetProperty("Details").GetString(), Does.Contain("0028,0106"));
            Assert.That(await _host.CountInstances(), Is.EqualTo(_before));
            Assert.That(await Missing([.. _study.Good, _study.Bad]), Is.EquivalentTo(_study.Good));
        }
    }

    [Test]
    public async Task The_number_of_the_name_is_given_back()
    {
        var good = await _host.Post($"{_study.Study}/anonymize", "{}");
        var failed = await _host.Post($"{_study.Study}/anonymize", Body(keepsSource: true));
        var next = await _host.Post($"{_study.Study}/anonymize", "{}");
        Assert.That(failed.Status, Is.EqualTo(400), failed.ToString);
        Assert.That(await _host.NameNumber(next), Is.EqualTo(await _host.NameNumber(good) + 1));
    }

    private static string Body(bool keepsSource, string more = "") =>
        $$"""{{{FailingStudy.Replace}}, "KeepSource": {{(keepsSource ? "true" : "false")}}{{more}}}""";

    private async Task<List<string>> Missing(IEnumerable<string> instances)
    {
        var missing = new List<string>();
        foreach (var id in instances)
        {
            var file = await _host.Get($"/instances/{id}/file");
            if (file.Status != 200)
            {
                missing.Add(id);
            }
            else
            {
                Assert.That(() => ListedFile.Read(file.Body), Throws.Nothing);
            }
        }

        return missing;
    }
}
