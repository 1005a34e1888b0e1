// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Subjects;

namespace OrthancDeid.Plugin.Configuration;

/// <summary>
/// The lists of subjects in files. Each request reads its file, so that a new subject takes effect at once, and a file that
/// others have become able to read is refused. The file is parsed again only if its bytes have changed. Thread-safe.
/// </summary>
/// <param name="logger">Logs faults, which the site has to correct, not the client.</param>
internal sealed class SubjectsFiles(ILogger logger)
{
    /// <summary>The member of the section and of presets.</summary>
    public const string Member = "SubjectsFile";

    /// <summary>The most bytes of a file, enough for a hundred thousand patients.</summary>
    private const int LargestSize = 16 << 20;

    private readonly ConcurrentDictionary<string, (byte[] Bytes, SubjectList List)> _read = new(StringComparer.Ordinal);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its absolute path.</param>
    /// <exception cref="RequestException">
    /// The file cannot be read, or has a fault. The message names the line, but no patient.
    /// </exception>
    public SubjectList Read(string path)
    {
        try
        {
            var bytes = TrustedFile.Read(Member, path, LargestSize, "a list");
            if (_read.TryGetValue(path, out var known) && known.Bytes.AsSpan().SequenceEqual(bytes))
            {
                return known.List;
            }

            var list = SubjectTable.Parse(bytes);
            _read[path] = (bytes, list);
            return list;
        }
        catch (Exception fault) when (fault is SubjectException or ConfigurationException)
        {
            var reason = fault is ConfigurationException configuration ? configuration.Reason : fault.Message;
            // A client may name the path, and must not write lines of its own.
            logger.SubjectsFaulty(path.ReplaceLineEndings(" "), reason.ReplaceLineEndings(" "));
            throw new RequestException(RequestFault.Refused, $"Member \"{Member}\": the list of the site has a fault: {reason}", fault);
        }
    }
}
