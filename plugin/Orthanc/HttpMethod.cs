// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc;

/// <summary>The method of an HTTP request, by the numbers of the SDK.</summary>
internal enum HttpMethod
{
    Get = 1,
    Post = 2,
    Put = 3,
    Delete = 4,
}
