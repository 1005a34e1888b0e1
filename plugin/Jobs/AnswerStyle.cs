// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Encodings.Web;
using System.Text.Json;

namespace OrthancDeid.Jobs;

/// <summary>The style of the JSON that clients read: Orthanc's own, with the same line endings on every system.</summary>
internal static class AnswerStyle
{
    /// <summary>Escapes all non-ASCII characters, and those that could be markup in a web page.</summary>
    public static JsonWriterOptions Escaped { get; } = new() { Indented = true, NewLine = "\n", IndentSize = 3 };

    /// <summary>For output that is never part of a web page: names of files and tags stay readable.</summary>
    public static JsonWriterOptions Readable { get; } = Escaped with { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
