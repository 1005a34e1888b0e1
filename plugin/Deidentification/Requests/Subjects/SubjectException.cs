// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests.Subjects;

/// <summary>A list of subjects has a fault.</summary>
/// <param name="message">What is wrong, without quoting the list, since it identifies patients.</param>
internal sealed class SubjectException(string message) : Exception(message);
