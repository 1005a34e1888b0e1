// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;

namespace OrthancDeid.Deidentification.Requests.Subjects;

/// <summary>The subjects of a trial: the new identities of patients. Immutable, and safe for several threads.</summary>
internal sealed class SubjectList
{
    /// <summary>
    /// The fewest characters of a Patient ID that is not found by chance in a new one. It is the same for numbers in text.
    /// </summary>
    private const int ShortestTelling = 5;

    /// <summary>The fewest that are not found by chance as a word of a new one. Patient 1 may become T7-001.</summary>
    private const int ShortestWord = 3;

    private readonly Dictionary<string, (SubjectKey Key, TrialSubject Subject)> _subjects = new(StringComparer.Ordinal);

    private SubjectList()
    {
    }

    /// <summary>The number of patients in the list.</summary>
    public int Count => _subjects.Count;

    /// <summary>
    /// Whether the list distinguishes issuers. If so, an entry without an issuer means a patient without one.
    /// </summary>
    public bool HasIssuers { get; private set; }

    /// <summary>Creates a list.</summary>
    /// <param name="entries">The patients and their new identities, in the order of the list.</param>
    /// <param name="nameOf">Returns the name of an entry for error messages, by its number from 0.</param>
    /// <exception cref="SubjectException">The list is ambiguous, or a new identity reveals the old one. The message names
    /// the entry.</exception>
    public static SubjectList Of(IEnumerable<(SubjectKey Key, TrialSubject Subject)> entries, Func<int, string> nameOf)
    {
        var list = new SubjectList();
        var owners = new Dictionary<string, List<(SubjectKey Key, string Name)>>(StringComparer.Ordinal);
        var originals = new Dictionary<string, string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var (key, subject) in entries)
        {
            var name = nameOf(number++);
            if (key.PatientID.Length == 0)
            {
                throw new SubjectException($"{name}: the old PatientID is empty");
            }

            if (!list._subjects.TryAdd(key.Text, (key, subject)))
            {
                throw new SubjectException($"{name}: its patient is listed before");
            }

            RequireOther(key, subject, name);
            if (!owners.TryGetValue(subject.PatientID, out var same))
            {
                owners.Add(subject.PatientID, same = []);
            }

            if (same.Find(one => !MayBeSame(one.Key, key)) is { Name: { } first })
            {
                // Two patients that became one could not be separated again.
                throw new SubjectException(
                    $"{name}: {first} gives the same new PatientID to another patient, so two would become one subject");
            }

            same.Add((key, name));
            originals.TryAdd(key.PatientID, name);
            list.HasIssuers |= key.Issuer.Length > 0;
        }

        foreach (var (made, same) in owners)
        {
            if (originals.TryGetValue(made, out var other))
            {
                throw new SubjectException($"{same[0].Name}: its new PatientID is the old one of {other}");
            }
        }

        return list;
    }

    /// <summary>The new identity of a patient.</summary>
    /// <param name="patientId">The Patient ID of a file, without padding.</param>
    /// <param name="issuer">The Issuer of Patient ID; empty for none.</param>
    /// <returns>Null if the patient is not in the list.</returns>
    public TrialSubject? Find(string patientId, string issuer)
    {
        var key = new SubjectKey(patientId.Trim(' '), HasIssuers ? issuer.Trim(' ') : string.Empty);
        return _subjects.TryGetValue(key.Text, out var found) ? found.Subject : null;
    }

    /// <summary>Writes the list in the form of the member <c>Subjects</c> of a request.</summary>
    /// <param name="json">Receives the object.</param>
    /// <param name="patients">The Patient IDs whose entries are written; null for all.</param>
    public void WriteTo(Utf8JsonWriter json, IReadOnlySet<string>? patients = null)
    {
        json.WriteStartObject();

        // If any entry names an issuer, issuers count for all, so at least one such entry is written.
        var lacksIssuer = HasIssuers && !_subjects.Values.Any(one => one.Key.Issuer.Length > 0 && IsWanted(one.Key));
        foreach (var (text, (key, subject)) in _subjects)
        {
            var isWitness = lacksIssuer && key.Issuer.Length > 0;
            if (isWitness || IsWanted(key))
            {
                lacksIssuer &= !isWitness;
                json.WriteStartObject(text);
                json.WriteString("PatientID", subject.PatientID);
                json.WriteString("PatientName", subject.PatientName);
                json.WriteEndObject();
            }
        }

        json.WriteEndObject();

        // A file may have the whole key as its Patient ID.
        bool IsWanted(SubjectKey key) => patients is null || patients.Contains(key.PatientID) || patients.Contains(key.Text);
    }

    /// <summary>Whether two keys may mean one patient. Files may lack the issuer, but two issuers mean two
    /// patients.</summary>
    private static bool MayBeSame(SubjectKey first, SubjectKey second) =>
        first.PatientID == second.PatientID && (first.Issuer.Length == 0 || second.Issuer.Length == 0);

    /// <summary>Refuses a new identity that repeats the old Patient ID.</summary>
    private static void RequireOther(SubjectKey key, TrialSubject subject, string name)
    {
        foreach (var (made, what) in new[] { (subject.PatientID, "PatientID"), (subject.PatientName, "PatientName") })
        {
            if (key.PatientID.Length >= ShortestTelling
                ? made.Contains(key.PatientID, StringComparison.OrdinalIgnoreCase)
                : key.PatientID.Length >= ShortestWord ? HoldsWord(made, key.PatientID)
                : made.Equals(key.PatientID, StringComparison.OrdinalIgnoreCase))
            {
                throw new SubjectException($"{name}: the new {what} holds the old PatientID");
            }
        }
    }

    /// <summary>Whether a text contains a short number as a word, with or without zeros before it.</summary>
    private static bool HoldsWord(string text, string number)
    {
        for (var at = text.IndexOf(number, StringComparison.OrdinalIgnoreCase); at >= 0;
            at = text.IndexOf(number, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var (start, end) = (at, at + number.Length);
            while (start > 0 && text[start - 1] == '0')
            {
                start--;
            }

            if ((start == 0 || !char.IsLetterOrDigit(text[start - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return true;
            }
        }

        return false;
    }
}
