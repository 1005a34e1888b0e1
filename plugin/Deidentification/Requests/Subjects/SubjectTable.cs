// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;

namespace OrthancDeid.Deidentification.Requests.Subjects;

/// <summary>
/// Reads a list of subjects from comma-separated values (RFC 4180). The first line names the columns. If it contains a
/// semicolon, semicolons separate the values of all lines, as spreadsheets write them where the comma is the decimal mark.
/// </summary>
internal sealed class SubjectTable
{
    private const string OldId = "PatientID";
    private const string Issuer = "IssuerOfPatientID";
    private const string NewId = "NewPatientID";
    private const string NewName = "NewPatientName";

    private static readonly string[] Columns = [OldId, Issuer, NewId, NewName];

    private readonly string _text;
    private int _at;
    private int _line = 1;
    private char _separator = ',';

    private SubjectTable(string text) => _text = text;

    /// <summary>Reads a table.</summary>
    /// <param name="bytes">The file: text in UTF-8, with or without a byte-order mark.</param>
    /// <exception cref="SubjectException">It is not such a table. The message names the line without quoting it.</exception>
    public static SubjectList Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        try
        {
            return new SubjectTable(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes)).Read();
        }
        catch (DecoderFallbackException)
        {
            var line = bytes[..ValidLength(bytes)].Count((byte)'\n') + 1;
            throw new SubjectException($"line {line}: the text is not UTF-8");
        }
    }

    private static int ValidLength(ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        while (length < bytes.Length && Rune.DecodeFromUtf8(bytes[length..], out _, out var read) == System.Buffers.OperationStatus.Done)
        {
            length += read;
        }

        return length;
    }

    private SubjectList Read()
    {
        var header = _text.AsSpan(0, _text.IndexOfAny(['\r', '\n']) is >= 0 and var end ? end : _text.Length);
        _separator = header.Contains(';') ? ';' : ',';
        var columns = ReadHeader();
        var entries = new List<(SubjectKey Key, TrialSubject Subject)>();
        var lines = new List<int>();
        while (_at < _text.Length)
        {
            var line = _line;
            var values = ReadLine();
            if (values.TrueForAll(string.IsNullOrWhiteSpace))
            {
                continue;
            }

            if (values.Count != columns.Count)
            {
                throw new SubjectException($"line {line}: it has {values.Count} values, and the first line names {columns.Count}");
            }

            try
            {
                entries.Add((
                    new SubjectKey(Value(OldId).Trim(' '), Value(Issuer).Trim(' ')), TrialSubject.Of(Value(NewId), Value(NewName))));
                lines.Add(line);
            }
            catch (SubjectException fault)
            {
                throw new SubjectException($"line {line}: {fault.Message}");
            }

            string Value(string column) => columns.IndexOf(column) is >= 0 and var at ? SpreadsheetText.Unprotected(values[at]) : string.Empty;
        }

        return SubjectList.Of(entries, number => $"line {lines[number]}");
    }

    private List<string> ReadHeader()
    {
        var columns = ReadLine().ConvertAll(name => name.Trim());
        foreach (var (column, number) in columns.Select((column, number) => (column, number + 1)))
        {
            // The name is not quoted: without a header, the first line is about a patient.
            if (!Columns.Contains(column, StringComparer.Ordinal) || columns.IndexOf(column) != number - 1)
            {
                throw new SubjectException(
                    $"line 1: column {number} is none of {string.Join(", ", Columns)}, or is named before; the first line names the columns");
            }
        }

        return columns.Contains(OldId) && columns.Contains(NewId)
            ? columns
            : throw new SubjectException($"line 1: the columns {OldId} and {NewId} are needed");
    }

    /// <summary>Reads the values of the next line. Quoted values may contain separators and line ends.</summary>
    private List<string> ReadLine()
    {
        var values = new List<string>();
        while (true)
        {
            values.Add(_at < _text.Length && _text[_at] == '"' ? ReadQuoted() : ReadPlain());
            if (_at < _text.Length && _text[_at] == _separator)
            {
                _at++;
                continue;
            }

            SkipLineEnd();
            return values;
        }
    }

    private string ReadPlain()
    {
        var end = _text.AsSpan(_at).IndexOfAny(_separator, '\r', '\n');
        end = end < 0 ? _text.Length : _at + end;
        var value = _text[_at..end];
        _at = end;
        return !value.Contains('"', StringComparison.Ordinal)
            ? value
            : throw new SubjectException($"line {_line}: a quotation mark stands within a value that does not begin with one");
    }

    private string ReadQuoted()
    {
        var first = _line;
        var value = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            var character = _text[_at];
            if (character == '"' && (_at + 1 == _text.Length || _text[_at + 1] != '"'))
            {
                _at++;
                return _at == _text.Length || _text[_at] == _separator || _text[_at] is '\r' or '\n'
                    ? value.ToString()
                    : throw new SubjectException($"line {_line}: something stands between a quotation mark and the next value");
            }

            _at += character == '"' ? 1 : 0;
            _line += character == '\n' ? 1 : 0;
            value.Append(character);
        }

        throw new SubjectException($"line {first}: a quotation mark has no end");
    }

    private void SkipLineEnd()
    {
        if (_at < _text.Length && _text[_at] == '\r')
        {
            _at++;
            if (_at == _text.Length || _text[_at] != '\n')
            {
                _line++;
                return;
            }
        }

        if (_at < _text.Length && _text[_at] == '\n')
        {
            _at++;
            _line++;
        }
    }
}
