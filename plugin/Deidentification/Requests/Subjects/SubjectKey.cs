// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests.Subjects;

/// <summary>
/// The key of a patient in a list of subjects: the Patient ID and its issuer, since two hospitals may give the same ID to
/// two persons (PS3.3 C.7.1.1).
/// </summary>
/// <param name="PatientID">The Patient ID, without spaces around it.</param>
/// <param name="Issuer">The Issuer of Patient ID (0010,0021); empty for none.</param>
internal readonly record struct SubjectKey(string PatientID, string Issuer)
{
    /// <summary>Separates the ID from its assigning authority in the data type CX of HL7 version 2.</summary>
    private const string Separator = "^^^";

    /// <summary>The key as one text: the ID alone, or <c>ID^^^Issuer</c> if there is an issuer.</summary>
    /// <remarks>Some devices write this text as the Patient ID. It means the same person, and gives the same text.</remarks>
    public string Text => Issuer.Length == 0 ? PatientID : $"{PatientID}{Separator}{Issuer}";

    /// <summary>Reads a key of a request.</summary>
    /// <param name="text">The text, in the form of <see cref="Text"/>.</param>
    public static SubjectKey Parse(string text)
    {
        var at = text.LastIndexOf(Separator, StringComparison.Ordinal);
        return at < 0
            ? new SubjectKey(text.Trim(' '), string.Empty)
            : new SubjectKey(text[..at].Trim(' '), text[(at + Separator.Length)..].Trim(' '));
    }
}
