// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Orthanc.Tests.Samples;

/// <summary>The requests that are sent to both sides for every file.</summary>
internal static class ComparedRequests
{
    private const string Anonymize = "anonymize";
    private const string Modify = "modify";

    /// <summary>The plain anonymization, which is tested on every host.</summary>
    public static (string Operation, string Body) Plain { get; } = (Anonymize, "{}");

    /// <summary>All requests.</summary>
    public static IReadOnlyList<(string Operation, string Body)> All { get; } =
    [
        Plain,
        (Anonymize, """{"KeepPrivateTags": true}"""),
        (Anonymize, """
            {"Replace": {"PatientName": "New^Name", "0008-1030": "a study", "0040,0275": [
                {"0040,0007": "a step", "ScheduledProtocolCodeSequence": [{"CodeValue": "V", "CodeMeaning": "M"}, {}]},
                {"0040,0009": "S1"}]}}
            """),
        (Anonymize, """{"DicomVersion": "2008"}"""),
        (Anonymize, """{"DicomVersion": "2017c"}"""),
        (Anonymize, """{"DicomVersion": "2021b"}"""),
        (Anonymize, """
            {"Keep": ["StudyDescription", "SeriesDescription", "0010,0040"], "Remove": ["Modality", "0028,0030"]}
            """),
        (Anonymize, """
            {"Keep": ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"], "Force": true,
                "Replace": {"PatientID": "ID"}}
            """),
        (Anonymize, """
            {"Keep": ["0009,1001"], "Replace": {"PatientBirthDate": "19000101", "000b,1001": "new"},
                "PrivateCreator": "MAKER"}
            """),
        (Modify, "{}"),
        (Modify, """
            {"Replace": {"PatientName": "New^Name", "0008,1110": [{"0008,1155": "1.2.3", "0008,1150": "1.2.4"}],
                "Rows": "7", "PatientComments": ""}, "Remove": ["StudyDescription", "0008,0080"], "Keep": ["Modality"]}
            """),
        (Modify, """{"RemovePrivateTags": true}"""),
        (Modify, """
            {"Replace": {"PatientID": "ID", "StudyInstanceUID": "1.2.3.4"}, "Keep": ["SOPInstanceUID"], "Force": true}
            """),
    ];
}
