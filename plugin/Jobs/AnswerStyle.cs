// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Encodings.Web;
using System.Text.Json;

namespace OrthancDeid.Jobs;

/// <summary>How JSON is written that clients read: as Orthanc writes it, with the same ends of lines on every system.</summary>
internal static class AnswerStyle
{
    /// <summary>All but ASCII is escaped, and what would be markup in a web page.</summary>
    public static JsonWriterOptions Escaped { get; } = new() { Indented = true, NewLine = "\n", IndentSize = 3 };

    /// <summary>For what is never part of a web page: names of files and tags stay readable.</summary>
    public static JsonWriterOptions Readable { get; } = Escaped with { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
