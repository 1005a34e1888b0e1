// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests.Subjects;

/// <summary>The new identity of a patient.</summary>
/// <param name="PatientID">The new Patient ID: the number of the subject.</param>
/// <param name="PatientName">The new name.</param>
internal sealed record TrialSubject(string PatientID, string PatientName)
{
    /// <summary>The most characters of a Patient ID, and of each component group of a name (PS3.5 6.2, LO and PN).</summary>
    private const int Longest = 64;

    /// <summary>The most component groups of a name (PS3.5 6.2.1.1).</summary>
    private const int MostGroups = 3;

    /// <summary>Creates a subject.</summary>
    /// <param name="id">The new Patient ID.</param>
    /// <param name="name">The new name. Null or empty to use the new Patient ID.</param>
    /// <exception cref="SubjectException">One is not valid in a data set. It is named, but not quoted.</exception>
    public static TrialSubject Of(string id, string? name)
    {
        id = id.Trim(' ');
        name = name?.Trim(' ') is { Length: > 0 } given ? given : id;
        if (id.Length == 0)
        {
            throw new SubjectException("the new PatientID is empty");
        }

        Require(id, "PatientID", mostGroups: 1);
        Require(name, "PatientName", MostGroups);
        return new TrialSubject(id, name);
    }

    private static void Require(string text, string what, int mostGroups)
    {
        // PS3.5 6.1.2.3 and 6.2: neither control characters nor a backslash, which separates values, are allowed.
        if (text.Any(character => char.IsControl(character) || character == '\\'))
        {
            throw new SubjectException($"the new {what} has a backslash or a control character");
        }

        var groups = mostGroups == 1 ? [text] : text.Split('=');
        if (groups.Length > mostGroups || Array.Exists(groups, group => group.Length > Longest))
        {
            throw new SubjectException($"the new {what} has more than {Longest} characters");
        }
    }
}
