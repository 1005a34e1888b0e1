// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OrthancDeid.Host;
using OrthancDeid.Jobs.Engine;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Jobs.State;

namespace OrthancDeid.Jobs.Shown;

/// <summary>
/// Adds to the host's answers what only the plugin knows about its jobs: the client's data, and why a job failed.
/// Everything else stays as the host wrote it, byte for byte, so one pass over the text is enough.
/// </summary>
internal static class ShownJobs
{
    private static readonly byte[] QuotedToken = Encoding.UTF8.GetBytes($"\"{JobContent.TokenMember}\"");

    /// <summary>Completes the answer to <c>/jobs</c> or <c>/jobs/{id}</c>.</summary>
    /// <param name="answer">The host's answer: a job, a list of jobs, or a list of identifiers.</param>
    /// <param name="known">The plugin's jobs. It takes the host's identifiers of those that are in the answer.</param>
    /// <returns>The completed answer; the same array if it contains no job of the plugin.</returns>
    /// <exception cref="JsonException">The host's answer is not JSON.</exception>
    public static byte[] Complete(byte[] answer, KnownJobs known)
    {
        if (answer.AsSpan().IndexOf(QuotedToken) < 0)
        {
            return answer;
        }

        using var output = new MemoryStream(answer.Length + 1024);
        var written = 0;
        var json = new Utf8JsonReader(answer);
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.StartObject && ShownJob.Read(ref json) is var job
                && job.Token is { } token && known.Find(token) is { } own)
            {
                if (job.Id.Length > 0)
                {
                    known.Name(own, job.Id);
                }

                foreach (var (start, end, text) in Edits(answer, job, own))
                {
                    output.Write(answer, written, start - written);
                    output.Write(text);
                    written = end;
                }
            }
        }

        output.Write(answer, written, answer.Length - written);
        return output.ToArray();
    }

    /// <summary>The changes of the answer for one job, in order of position.</summary>
    private static IEnumerable<(int Start, int End, byte[] Text)> Edits(byte[] answer, ShownJob job, HostJob own)
    {
        var edits = new List<(int Start, int End, byte[] Text)> { (job.TokenMember.Start, job.TokenMember.End, []) };
        if (job.UserDataMember is var (start, end) && end > 0)
        {
            edits.Add((start, end, []));
            edits.Add((job.LastMemberEnd, job.LastMemberEnd, Outdented(answer.AsSpan(start, end - start))));
        }

        // A cancelled job is shown as such, whatever had failed before.
        if (job.State == "Failure" && job.ErrorCode != (int)OrthancErrorCode.CanceledJob && own.Fault is { } fault)
        {
            Replace(job.ErrorCodeValue, $"{(int)fault.Code}");
            Replace(job.ErrorDescriptionValue, Quoted(OrthancHost.Describe(fault.Code)));
            Replace(job.ErrorDetailsValue, Quoted(fault.Text));
        }

        return edits.OrderBy(edit => edit.Start);

        void Replace((int Start, int End) place, string text)
        {
            if (place.End > 0)
            {
                edits.Add((place.Start, place.End, Encoding.UTF8.GetBytes(text)));
            }
        }
    }

    private static string Quoted(string text) =>
        $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>Removes one step of indentation, which members of the content have more than those beside it.</summary>
    private static byte[] Outdented(ReadOnlySpan<byte> member)
    {
        const int Step = 3;
        var text = new MemoryStream(member.Length);
        while (member.IndexOf((byte)'\n') is >= 0 and var end)
        {
            text.Write(member[..(end + 1)]);
            member = member[(end + 1)..];
            member = member.StartsWith("   "u8) ? member[Step..] : member;
        }

        text.Write(member);
        return text.ToArray();
    }
}
