// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Host;

/// <summary>
/// The error codes of Orthanc that this plugin returns or distinguishes; <c>OrthancStatus</c> in an answer.
/// </summary>
public enum OrthancErrorCode
{
    /// <summary>A fault of the program; HTTP 500.</summary>
    InternalError = -1,

    /// <summary>No error.</summary>
    Success = 0,

    /// <summary>The host cannot do it.</summary>
    NotImplemented = 2,

    /// <summary>A value is outside what is allowed.</summary>
    ParameterOutOfRange = 3,

    /// <summary>There is not enough memory.</summary>
    NotEnoughMemory = 4,

    /// <summary>A value is of the wrong type.</summary>
    BadParameterType = 5,

    /// <summary>Something does not exist, such as a metadata of a resource.</summary>
    InexistentItem = 7,

    /// <summary>The request contradicts itself or the rules; HTTP 400.</summary>
    BadRequest = 8,

    /// <summary>The database has failed, perhaps because another host uses it, too.</summary>
    Database = 11,

    /// <summary>A file that the index names does not exist.</summary>
    InexistentFile = 13,

    /// <summary>A file cannot be written.</summary>
    CannotWriteFile = 14,

    /// <summary>A file, or the body of a request, cannot be read.</summary>
    BadFileFormat = 15,

    /// <summary>
    /// There was no answer in time. The host would answer the client with HTTP 500, so this is never returned to the host:
    /// the plugin answers such an error itself, with 503.
    /// </summary>
    Timeout = 16,

    /// <summary>There is no such resource; HTTP 404.</summary>
    UnknownResource = 17,

    /// <summary>A file is not what was stored.</summary>
    CorruptedFile = 20,

    /// <summary>No tag has this name.</summary>
    UnknownDicomTag = 27,

    /// <summary>A job was cancelled.</summary>
    CanceledJob = 37,

    /// <summary>The database could not serialize a transaction with others. It can be tried again.</summary>
    DatabaseCannotSerialize = 42,

    /// <summary>The value has changed since it was read; HTTP 409.</summary>
    Revision = 43,

    /// <summary>
    /// HTTP 403. Hosts before 1.12.1 do not know it, so it is never returned to the host: the plugin answers such an error
    /// itself.
    /// </summary>
    ForbiddenAccess = 45,

    /// <summary>
    /// Something else is in the place of what is to be created; HTTP 409. Hosts before 1.12.6 do not know it, so it is never
    /// returned to the host: the plugin answers such an error itself.
    /// </summary>
    DuplicateResource = 46,

    /// <summary>The host does not store the instance.</summary>
    CannotStoreInstance = 2018,
}
