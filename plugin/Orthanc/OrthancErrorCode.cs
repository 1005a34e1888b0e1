// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc;

/// <summary>
/// The error codes of Orthanc that this plugin returns or distinguishes; <c>OrthancStatus</c> in an answer.
/// </summary>
internal enum OrthancErrorCode
{
    InternalError = -1,
    Success = 0,
    NotImplemented = 2,
    ParameterOutOfRange = 3,
    NotEnoughMemory = 4,
    BadParameterType = 5,
    InexistentItem = 7,
    BadRequest = 8,
    InexistentFile = 12,
    CannotWriteFile = 13,
    BadFileFormat = 15,
    UnknownResource = 17,
    CorruptedFile = 20,
    UnknownDicomTag = 27,
    CanceledJob = 37,
    Revision = 43,

    /// <summary>
    /// HTTP 403. Hosts know it from 1.12.1 on, so it is never returned to one: see <see cref="ErrorAnswer"/>.
    /// </summary>
    ForbiddenAccess = 45,
    CannotStoreInstance = 2018,
}
