// SPDX-License-Identifier: GPL-3.0-or-later

// Runs the NUnit tests of an assembly and writes a result file that says how many passed, as `dotnet test` does.
//   TestRunner.dll assembly results.trx [regular expression for names]
using System.Reflection;
using System.Xml.Linq;
using NUnit.Framework.Api;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

var assembly = Assembly.LoadFrom(Path.GetFullPath(args[0]));
var runner = new NUnitTestAssemblyRunner(new DefaultTestAssemblyBuilder());
runner.Load(assembly, new Dictionary<string, object>());
var results = new Results();
runner.Run(results, args.Length < 3
    ? TestFilter.Empty
    : TestFilter.FromXml(new XElement("filter", new XElement("test", new XAttribute("re", 1), args[2])).ToString()));
results.Save(args[1]);
Console.WriteLine($"{results.Passed} passed, {results.Failed} failed, {results.Skipped} skipped");
return results.Failed == 0 && results.Passed > 0 ? 0 : 1;

internal sealed class Results : ITestListener
{
    private readonly Lock _lock = new();

    public int Passed { get; private set; }

    public int Failed { get; private set; }

    public int Skipped { get; private set; }

    public void TestStarted(ITest test)
    {
    }

    public void TestFinished(ITestResult result)
    {
        lock (_lock)
        {
            var status = result.ResultState.Status;
            // A suite counts only for what is its own: a set-up or a tear-down that failed.
            if (result.Test.IsSuite)
            {
                if (status == TestStatus.Failed && result.ResultState.Site != FailureSite.Child)
                {
                    Failed++;
                    Print("FAILED", result);
                }
            }
            else if (status is TestStatus.Passed or TestStatus.Warning)
            {
                Passed++;
            }
            else if (status == TestStatus.Failed)
            {
                Failed++;
                Print("FAILED", result);
            }
            else
            {
                Skipped++;
                Print("SKIPPED", result);
            }
        }
    }

    public void TestOutput(TestOutput output)
    {
        // A fixture's word to whoever waits.
        if (output.Stream == "Progress")
        {
            Console.Write(output.Text);
        }
    }

    public void SendMessage(TestMessage message)
    {
    }

    public void Save(string path)
    {
        XNamespace trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
        new XElement(trx + "TestRun", new XElement(trx + "ResultSummary", new XElement(trx + "Counters",
            new XAttribute("total", Passed + Failed + Skipped), new XAttribute("executed", Passed + Failed),
            new XAttribute("passed", Passed), new XAttribute("failed", Failed)))).Save(path);
    }

    private static void Print(string word, ITestResult result)
    {
        Console.WriteLine($"{word} {result.FullName}: {result.Message}");
        if (word == "FAILED")
        {
            Console.WriteLine(result.StackTrace);
        }
    }
}
