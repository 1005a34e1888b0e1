// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using System.Text.Json.Nodes;
using NUnit.Framework;
using OrthancDeid.Orthanc.Tests.Documentation;
using OrthancDeid.Orthanc.Tests.Hosts;
using OrthancDeid.Orthanc.Tests.Pseudonyms;

namespace OrthancDeid.Orthanc.Tests.Jobs.Control;

/// <summary>Lua scripts of the host call the routes and wait for the answers, without deadlock or endless loop.</summary>
internal sealed class LuaTests(OrthancVersion version) : VersionFixture(version)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // The script logs each answer. The origin shows what the plugin itself stored.
    private const string OnEachRoute = """
        local busy = false
        function OnStoredInstance(id, tags, metadata, origin)
          if origin['RequestOrigin'] ~= 'RestApi' or busy then return end
          busy = true
          local series = ParseJson(RestApiGet('/instances/' .. id .. '/series'))['ID']
          local study = ParseJson(RestApiGet('/instances/' .. id .. '/study'))
          local calls = {
            {'/instances/' .. id .. '/anonymize', '{}'},
            {'/instances/' .. id .. '/modify', '{}'},
            {'/series/' .. series .. '/anonymize', '{}'},
            {'/series/' .. series .. '/modify', '{}'},
            {'/studies/' .. study['ID'] .. '/anonymize', '{}'},
            {'/patients/' .. study['ParentPatient'] .. '/modify', '{"Replace": {"PatientComments": "lua"}}'},
            {'/tools/bulk-anonymize', '{"Resources": ["' .. id .. '"]}'},
            {'/tools/bulk-modify', '{"Resources": ["' .. id .. '"]}'},
            {'/studies/' .. study['ID'] .. '/split', '{"Instances": ["' .. id .. '"], "KeepSource": true}'}
          }
          local answer
          for i, call in ipairs(calls) do
            answer = RestApiPost(call[1], call[2])
            print('LUA-ANSWER ' .. i .. ' ' .. (answer == nil and 'none' or tostring(#answer)))
          end
          local part = ParseJson(answer)['TargetStudy']
          answer = RestApiPost('/studies/' .. study['ID'] .. '/merge', '{"Resources": ["' .. part .. '"]}')
          print('LUA-ANSWER merge ' .. (answer == nil and 'none' or tostring(#answer)))
          print('LUA-DONE')
        end
        """;

    [Test]
    public async Task The_script_of_the_recipes_anonymizes_each_stable_study_once()
    {
        using var host = await Start(Recipe("Lua: anonymize each study"));
        await SampleStudies.In(host, "61");
        await WaitUntil(host, async () => (await host.Get("/studies")).Json().Strings().Count >= 8);

        // Long enough for the new studies to become stable, and for a second round if there were one.
        await Task.Delay(TimeSpan.FromSeconds(4));
        var names = new List<string?>();
        foreach (var patient in (await host.Get("/patients")).Json().Strings())
        {
            names.Add(await host.MainTag($"/patients/{patient}", "PatientName"));
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await host.Get("/studies")).Json().Strings(), Has.Count.EqualTo(8));
            Assert.That(names.Count(name => name!.StartsWith("Anonymized", StringComparison.Ordinal)), Is.EqualTo(4));
            Assert.That(await host.CountInstances(), Is.EqualTo(32));
        }

        host.Stop();
    }

    [Test]
    public async Task Every_route_answers_a_script_that_runs_when_an_instance_is_stored()
    {
        using var host = await Start(OnEachRoute);
        await host.Store(SampleStudies.File("62", 1, 1, 1, 1));
        await WaitUntil(host, () => Task.FromResult(host.Log.Contains("LUA-DONE", StringComparison.Ordinal)));
        var answers = host.Log.Split('\n').Where(line => line.Contains("LUA-ANSWER", StringComparison.Ordinal)).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers, Has.Count.EqualTo(10));
            Assert.That(answers, Has.None.Contains("none"));
        }

        host.Stop();
    }

    [Test]
    public async Task The_guard_of_the_recipes_ends_a_loop()
    {
        const int Files = 3;
        using var key = new KeyFile("a secret of the trial's office, longer than 32 bytes");
        using var host = await Start(Recipe("Lua: anonymize each instance"), key.Configuration);
        for (var number = 1; number <= Files; number++)
        {
            await host.Store(SampleStudies.File("63", 1, 1, 1, number));
        }

        await WaitUntil(host, async () => await host.CountInstances() >= 2 * Files);

        // Events are handled in order: once this one has been handled, so have those of everything made before.
        var last = await host.Store(SampleStudies.File("63", 2, 1, 1, 1));
        await WaitUntil(host, async () => (await host.Get("/jobs?expand")).Json().EnumerateArray().Any(
            job => job.State() == "Success" && job.Content().GetProperty("ParentResources").Strings().Contains(last)));
        Assert.That(await host.CountInstances(), Is.EqualTo((2 * Files) + 2));
        Assert.That((await host.Get("/patients")).Json().GetArrayLength(), Is.EqualTo(4), "not one for each image");
        host.Stop();
    }

    /// <summary>The metadata comes too late, but the growth has an end, and the log says why.</summary>
    [Test]
    public async Task A_script_that_looks_for_the_metadata_of_what_is_stored_is_stopped()
    {
        const string Script = """
            function OnStoredInstance(id, tags, metadata)
              if metadata['AnonymizedFrom'] == nil then
                RestApiPost('/tools/bulk-anonymize', '{"Resources": ["' .. id .. '"]}')
              end
            end
            """;
        using var host = await Start(Script);
        await AssertStops(host, "64");
    }

    /// <summary>As many scripts on the web do, it calls the route of an instance and stores the answer.</summary>
    [Test]
    public async Task A_script_that_stores_what_it_gets_is_stopped()
    {
        const string Script = """
            function OnStoredInstance(id, tags, metadata)
              if metadata['AnonymizedFrom'] == nil then
                local file = RestApiPost('/instances/' .. id .. '/anonymize', '{}')
                if file ~= nil then RestApiPost('/instances', file) end
              end
            end
            """;
        using var host = await Start(Script);
        await AssertStops(host, "65");
    }

    [Test]
    public async Task A_script_for_stable_studies_that_looks_for_the_metadata_ends()
    {
        const string Script = """
            function OnStableStudy(id, tags, metadata)
              if metadata['AnonymizedFrom'] == nil then
                RestApiPost('/studies/' .. id .. '/anonymize', '{}')
              end
            end
            """;
        using var host = await Start(Script);
        if (Version.Number == "1.10.1")
        {
            // This version lets no plugin write AnonymizedFrom.
            await AssertStops(host, "66");
            return;
        }

        await host.Store(SampleStudies.File("66", 1, 1, 1, 1));
        await WaitUntil(host, async () => await host.CountInstances() >= 2);
        await Task.Delay(TimeSpan.FromSeconds(4));
        Assert.That(await host.CountInstances(), Is.EqualTo(2), "here the script can tell");
    }

    /// <summary>One instance becomes as many as there may be generations, and no more.</summary>
    private static async Task AssertStops(OrthancHost host, string prefix)
    {
        const int Generations = 4;
        await host.Store(SampleStudies.File(prefix, 1, 1, 1, 1));
        await WaitUntil(host, () => Task.FromResult(host.Log.Contains("is refused: an anonymization had the result of another one as its source", StringComparison.Ordinal)));
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.That(await host.CountInstances(), Is.EqualTo(1 + Generations));
    }

    private static string Recipe(string title) =>
        DocumentPage.Read(ProjectFiles.Page("recipes.md")).FenceUnder(title, "lua").Text;

    private static async Task WaitUntil(OrthancHost host, Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.That(watch.Elapsed, Is.LessThan(Patience), () => host.Log);
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    private async Task<OrthancHost> Start(string script, JsonObject? more = null)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, script);
        var configuration = more ?? [];
        configuration["LuaScripts"] = new JsonArray(path);
        configuration["StableAge"] = 1;
        return await OrthancHost.Start(Version, [ProjectFiles.Plugin], configuration);
    }
}
