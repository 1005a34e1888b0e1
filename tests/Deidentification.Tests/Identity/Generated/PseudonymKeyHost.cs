// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Tests.Identity.Generated;

/// <summary>A host with a key, which anonymizes generated files.</summary>
internal sealed class PseudonymKeyHost
{
    private readonly HostSettings _settings = PseudonymTests.Settings(PseudonymTests.Key('a'));

    /// <summary>Makes the new file, and verifies it if the request asks for it.</summary>
    /// <exception cref="RequestException">The file is refused.</exception>
    public NativeBuffer Anonymize(GeneratedFile generated, string request)
    {
        var plan = ModificationPlan.For(TestHost.Request(request, Operation.Anonymize, _settings));
        using var file = generated.Create();
        return TestHost.Make(file, plan);
    }
}
