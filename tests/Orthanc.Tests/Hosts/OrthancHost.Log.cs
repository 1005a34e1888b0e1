// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;

namespace OrthancDeid.Orthanc.Tests.Hosts;

/// <content>The log, and the check that nothing in it identifies a patient.</content>
internal sealed partial class OrthancHost
{
    // A line of Orthanc itself that contains a UID of the file.
    private const string Unstorable = "] Store has failed because required tags ";
    private const string UnknownTag = "Unknown DICOM tag: ";

    private readonly StringBuilder _log = new();
    private int _searched;

    /// <summary>
    /// The log comes through a pipe, a moment after an answer: the longest wait for a line, and the pause between two looks,
    /// in milliseconds.
    /// </summary>
    public const int LogDelay = 5000;
    public const int LogPause = 20;

    /// <summary>Everything that the host has logged so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>The lines of the log that Orthanc marks as errors.</summary>
    public IEnumerable<string> ErrorLines => Log.Split('\n').Where(line => line.StartsWith('E'));

    private void Record(string? line)
    {
        if (line is not null)
        {
            lock (_log)
            {
                _log.Append(line).Append('\n');
            }
        }
    }

    /// <summary>
    /// Searches the new part of the log, except for what the host itself logs about a file that a client sends or a tag that
    /// a request names. The log of a host without plugins is not our concern.
    /// </summary>
    private void AssertNoPatientDataInLog()
    {
        if (!_hasPlugins)
        {
            return;
        }

        string text;
        lock (_log)
        {
            text = _log.ToString(_searched, _log.Length - _searched);
            _searched = _log.Length;
        }

        AssertNoPatientData(
            string.Join('\n', text.Split('\n').Where(line => !line.Contains(Unstorable, StringComparison.Ordinal)
                && !line.Contains(UnknownTag, StringComparison.Ordinal))));
    }

    private static void AssertNoPatientData(string text, params IEnumerable<ReadOnlyMemory<byte>> said) => Assert.That(
        PatientData.LeaksIn(text, said), Is.Empty, "nothing that identifies a patient stands in a log or in an error");
}
