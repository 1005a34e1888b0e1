// SPDX-License-Identifier: GPL-3.0-or-later

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OrthancDeid.Plugin.Audit;

/// <summary>
/// A file of JSON lines that only grows. Each line has the hash of the line before, so that none can be changed or
/// removed unnoticed, except at the end. Once a line is added, it is on the disk. Only one process at a time has the
/// file open. If the file is moved away, the next line begins a new file in its place, which says which one it
/// continues. Thread-safe.
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

    /// <summary>Opens or creates a file, and checks every line of it.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="place">Checks the path.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">The file cannot be read or written, or another process has it open.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading or writing the file is not permitted.</exception>
    /// <exception cref="FormatException">Somebody else has changed the file.</exception>
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
    /// <param name="members">Writes the members of the entry.</param>
    /// <returns>The line.</returns>
    /// <exception cref="IOException">The entry could not be written, and is not in the file.</exception>
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
            // A lock while the file is open: two writers would break each other's chain.
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        }

        return new FileStream(path, options);
    }

    /// <summary>Begins a new file in place of one that was moved away or deleted, as log rotation does.</summary>
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

    /// <summary>Removes a part of a line, as a full disk leaves it, which would break the chain.</summary>
    private void CutOff()
    {
        try
        {
            _file.SetLength(_chain.Length);
        }
        catch (IOException)
        {
            // The next entry will notice the wrong length, and fail until somebody has repaired the file.
        }
    }

    /// <summary>Puts what a power failure has left of the last line into a new entry.</summary>
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
