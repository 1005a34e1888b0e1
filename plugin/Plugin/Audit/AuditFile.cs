// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OrthancDeid.Plugin.Audit;

/// <summary>
/// A file of JSON lines that only grows. Each line names the hash of the one before, so that none can be changed or
/// removed unseen but at the end. A line is on the disk when it was added. One process at a time has the file. If it is
/// moved away, the next line begins another one at its place, which says where it goes on. Thread-safe.
/// </summary>
internal sealed class AuditFile : IDisposable
{
    private static readonly JsonWriterOptions Style = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly AuditPlace _place;
    private readonly TimeProvider _time;
    private FileStream _file;
    private AuditChain _chain;

    private AuditFile(string path, AuditPlace place, FileStream file, AuditChain chain, TimeProvider time)
    {
        _path = path;
        _place = place;
        _file = file;
        _chain = chain;
        _time = time;
    }

    /// <summary>How many entries there are, and the hash of the last one.</summary>
    public (long Count, string Last) State
    {
        get
        {
            lock (_lock)
            {
                return (_chain.Count, _chain.Last);
            }
        }
    }

    /// <summary>Opens a file, or makes it, and checks every line of it.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="place">Knows the path.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">It cannot be read or written, or another process has it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read or written.</exception>
    /// <exception cref="FormatException">It was changed by somebody else.</exception>
    public static AuditFile Open(string path, AuditPlace place, TimeProvider time)
    {
        var stream = Stream(path);
        try
        {
            var file = new AuditFile(path, place, stream, AuditChain.Read(stream), time);
            file.MendTornLine();
            return file;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Adds an entry.</summary>
    /// <param name="members">Writes what it says.</param>
    /// <returns>The line.</returns>
    /// <exception cref="IOException">It could not be written, and is not in the file.</exception>
    public byte[] Add(Action<Utf8JsonWriter> members)
    {
        lock (_lock)
        {
            if (!_place.HasFile(_file.SafeFileHandle, _path))
            {
                GoOn();
            }

            if (_file.Length != _chain.Length)
            {
                throw new IOException("somebody else has written into it, or cut it off");
            }

            return Append(members);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _file.Dispose();
        }
    }

    private static FileStream Stream(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            // A lock, as long as it is open: two that write would each break the chain of the other.
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        }

        return new FileStream(path, options);
    }

    /// <summary>
    /// Begins a file where the other one was, which somebody has moved away or deleted, as programs do that rotate logs.
    /// </summary>
    private void GoOn()
    {
        if (_place.FaultOf(_path) is { } fault)
        {
            throw new IOException(fault);
        }

        var file = Stream(_path);
        if (file.Length > 0)
        {
            file.Dispose();
            throw new IOException("another file that is not empty has taken its place");
        }

        var (before, chain) = (_file, _chain);
        try
        {
            (_file, _chain) = (file, _chain.Next());
            Append(static json => json.WriteString("Event", AuditEvents.FileBegins));
        }
        catch
        {
            (_file, _chain) = (before, chain);
            file.Dispose();
            throw;
        }

        before.Dispose();
        _place.Logger.AuditFileBegins(chain.Count, chain.Last);
    }

    private byte[] Append(Action<Utf8JsonWriter> members)
    {
        var line = Line(members);
        try
        {
            // One write, so that a process that is killed leaves the whole line or none.
            _file.Position = _chain.Length;
            _file.Write([.. line, (byte)'\n']);
            _file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            CutOff();
            throw;
        }

        _chain.Append(line);
        return line;
    }

    /// <summary>A part of a line, as a full disk leaves it, would break the chain.</summary>
    private void CutOff()
    {
        try
        {
            _file.SetLength(_chain.Length);
        }
        catch (IOException)
        {
            // The length tells the next entry, which fails until somebody has looked at the file.
        }
    }

    /// <summary>What a power cut has left of the last line becomes part of a whole one.</summary>
    private void MendTornLine()
    {
        if (_chain.Torn.Length > 0)
        {
            _file.SetLength(_chain.Length);
            Add(json =>
            {
                json.WriteString("Event", AuditEvents.TornLine);
                json.WriteString("Text", Encoding.UTF8.GetString(_chain.Torn));
            });
        }
    }

    private byte[] Line(Action<Utf8JsonWriter> members)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line, Style))
        {
            json.WriteStartObject();
            json.WriteNumber(AuditChain.NumberMember, _chain.Count + 1);
            json.WriteString("Time", _time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            members(json);
            json.WriteString(AuditChain.PreviousMember, _chain.Last);
            json.WriteEndObject();
        }

        return line.WrittenSpan.ToArray();
    }
}
