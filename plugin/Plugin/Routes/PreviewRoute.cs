// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;
using OrthancDeid.Host;
using OrthancDeid.Host.Native;
using OrthancDeid.Jobs.Checks;
using OrthancDeid.Jobs.Resources;
using OrthancDeid.Plugin.Audit;

namespace OrthancDeid.Plugin.Routes;

/// <summary>
/// <c>POST /instances/{id}/anonymize/preview</c>: takes the body of an anonymization, and answers with a picture of what
/// it would mask. The frame is in the path, since no version of Orthanc gives plugins the query string of a POST.
/// </summary>
/// <param name="settings">The settings that requests are read with.</param>
/// <param name="filters">Asks the filters of the host.</param>
internal sealed class PreviewRoute(HostSettings settings, FilterQuestion filters)
{
    /// <summary>The route of the first frame, as a regular expression of the host.</summary>
    public const string Pattern = "/instances/([^/]+)/anonymize/preview";

    /// <summary>The route of any frame. Frames are counted from 0, as in Orthanc's own routes.</summary>
    public const string FramePattern = "/instances/([^/]+)/anonymize/preview/([0-9]+)";

    /// <summary>Answers a request.</summary>
    /// <exception cref="RequestException">The request cannot be carried out.</exception>
    /// <exception cref="OrthancException">The host has no such instance, or cannot read it.</exception>
    /// <exception cref="InstanceRejectedException">The request rejects the instance.</exception>
    /// <exception cref="DicomFormatException">The file of the instance is broken.</exception>
    public void Answer(RestCall call)
    {
        if (call.Method != HttpMethod.Post)
        {
            call.AnswerMethodNotAllowed("POST");
            return;
        }

        // In the same order as the route that anonymizes.
        var body = RequestBody.Read(call.ReadBody(), Operation.Anonymize, settings);
        var received = ReceivedRequest.Of(call);
        received?.Asks(body);
        var request = ModificationRequest.Parse(body, Operation.Anonymize, settings);
        received?.Asks(body, request);
        received?.Asks(RequestedAnswer.Parse(body, settings, isPreview: true));

        // A filter that only knows the route that anonymizes must also protect its instance from this route.
        filters.Require(call, [call.ResourceId], "anonymize");
        using var source = OrthancHost.ReadInstance(call.ResourceId);
        var plan = ModificationPlan.For(request);
        RegionTargets.Check(plan, source, call.ResourceId);
        if (body.Ignored.Count > 0)
        {
            call.SetHeader(InstanceRoutes.IgnoredHeader, string.Join(", ", body.Ignored));
        }

        var frame = call.Group(1) is { Length: > 0 } named ? named : "0";
        call.Answer(MaskPreview.OfInstance(plan, source, call.ResourceId, frame), "image/png");
    }
}
