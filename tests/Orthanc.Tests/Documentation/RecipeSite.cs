// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json.Nodes;
using OrthancDeid.Orthanc.Tests.Hosts;

namespace OrthancDeid.Orthanc.Tests.Documentation;

/// <summary>The other side that recipes send to, and the settings with which a page reaches it.</summary>
internal sealed class RecipeSite : IDisposable
{
    private readonly ReservedPort _dicom = ReservedPort.Take();

    /// <summary>The configuration of the other side.</summary>
    public JsonObject OfOther => new()
    {
        ["DicomServerEnabled"] = true,
        ["DicomPort"] = _dicom.Number,
        ["DicomAet"] = "ARCHIVE",
    };

    /// <summary>Settings of a page, with the addresses of the other side filled in.</summary>
    /// <param name="page">The page.</param>
    /// <param name="other">The other side.</param>
    /// <param name="settings">The names of the settings.</param>
    public JsonObject Configuration(DocumentPage page, OrthancHost other, params string[] settings)
    {
        var configuration = new JsonObject();
        foreach (var fence in page.FencesOf("json"))
        {
            var text = fence.Text
                .Replace("\"192.0.2.7\", 104", $"\"127.0.0.1\", {_dicom.Number}", StringComparison.Ordinal)
                .Replace("http://192.0.2.8:8042/", other.Address.ToString(), StringComparison.Ordinal);
            foreach (var (name, value) in JsonNode.Parse((fence with { Text = text }).AsJson().GetRawText())!.AsObject())
            {
                if (settings.Contains(name))
                {
                    configuration[name] = value!.DeepClone();
                }
            }
        }

        return configuration;
    }

    /// <inheritdoc/>
    public void Dispose() => _dicom.Dispose();
}
