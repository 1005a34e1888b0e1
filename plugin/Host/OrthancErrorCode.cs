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

    /// <summary>There is no such thing, such as a metadata of a resource.</summary>
    InexistentItem = 7,

    /// <summary>The request contradicts itself or the rules; HTTP 400.</summary>
    BadRequest = 8,

    /// <summary>The database does not do what it is told, perhaps because another host uses it, too.</summary>
    Database = 11,

    /// <summary>A file that the index names does not exist.</summary>
    InexistentFile = 13,

    /// <summary>A file cannot be written.</summary>
    CannotWriteFile = 14,

    /// <summary>A file, or the body of a request, cannot be read.</summary>
    BadFileFormat = 15,

    /// <summary>
    /// Something is not answered in time. Hosts answer it by 500, so it is never returned to one: the plugin answers such an
    /// error itself, by 503.
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

    /// <summary>The database could not bring a transaction into an order with others; it can be tried again.</summary>
    DatabaseCannotSerialize = 42,

    /// <summary>The value has changed since it was read; HTTP 409.</summary>
    Revision = 43,

    /// <summary>
    /// HTTP 403. Hosts know it from 1.12.1 on, so it is never returned to one: the plugin answers such an error itself.
    /// </summary>
    ForbiddenAccess = 45,

    /// <summary>
    /// Something else has the place of what is to be made; HTTP 409. Hosts know it from 1.12.6 on, so it is never returned to
    /// one: the plugin answers such an error itself.
    /// </summary>
    DuplicateResource = 46,

    /// <summary>The host does not store the instance.</summary>
    CannotStoreInstance = 2018,
}
