// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification;
using OrthancDeid.Dicom;

namespace OrthancDeid.Orthanc;

/// <summary>
/// <c>POST /instances/{id}/anonymize</c> and <c>POST /instances/{id}/modify</c>: the answer is the new file, and
/// nothing is stored.
/// </summary>
internal sealed class InstanceRoutes(HostSettings settings, PatientNameCounter names)
{
    /// <summary>The routes as regular expressions of the host.</summary>
    public const string AnonymizePattern = "/instances/([^/]+)/anonymize";

    /// <inheritdoc cref="AnonymizePattern"/>
    public const string ModifyPattern = "/instances/([^/]+)/modify";

    // The UID is a UUID of the project's own (PS3.5 B.2); the name has at most 16 characters (PS3.5 6.2, SH).
    private static readonly Implementation Implementation =
        new("2.25.84563726216911364974534552445167492064", $"OrthDeid_{PluginVersion.Text}");

    /// <summary>Answers a request.</summary>
    /// <exception cref="RequestException">The body asks for what cannot be done.</exception>
    /// <exception cref="OrthancException">The host has no such instance, or cannot read it.</exception>
    /// <exception cref="DicomFormatException">The file of the instance is broken.</exception>
    public void Answer(RestCall call, Operation operation)
    {
        if (call.Method != HttpMethod.Post)
        {
            call.AnswerMethodNotAllowed("POST");
            return;
        }

        // The order decides which error a client sees: the body, then the instance, then what the body asks for.
        var request = ModificationRequest.Parse(call.ReadBody(), operation, settings);
        if (request.Transcode is not null)
        {
            throw new RequestException(
                RequestFault.Refused, "Member \"Transcode\" is not supported: the new file has the transfer syntax of the old one");
        }

        using var source = OrthancHost.ReadInstance(call.ResourceId);
        var plan = ModificationPlan.For(request);

        using var file = DicomFile.Parse(source, settings.Dictionary);
        using var name = names.Reserve();
        plan.Apply(file, new IdentifierMap(name.Take));
        using var result = file.Write(Implementation);
        call.Answer(result, "application/dicom");
        name.Keep();
    }
}
