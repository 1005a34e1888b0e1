// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Standard;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests.Locks;

/// <summary>A request together with its locked preset. Immutable.</summary>
/// <param name="Preset">The members of the preset.</param>
/// <param name="Request">The body of the client.</param>
/// <param name="Dictionary">The dictionary of tags.</param>
internal sealed record LockedChange(JsonElement Preset, JsonElement Request, ElementDictionary Dictionary)
{
    /// <summary>The edition that applies to the request.</summary>
    /// <exception cref="RequestException">There is no such edition.</exception>
    public ConfidentialityProfile Edition => Has(RequestMember.DicomVersion) ? EditionOf(Request) : EditionOf(Preset);

    /// <summary>Whether the client sent a member.</summary>
    public bool Has(RequestMember member) => RequestJson.TryGet(Request, member, out _);

    /// <summary>A member of the client. Null if it is absent or of another kind, which is reported elsewhere.</summary>
    public JsonElement? Given(RequestMember member, JsonValueKind kind) => Of(Request, member, kind);

    /// <summary>A member of the preset. Null if it is absent or of another kind.</summary>
    public JsonElement? Decided(RequestMember member, JsonValueKind kind) => Of(Preset, member, kind);

    /// <summary>The edition that a body asks for, regardless of a preset.</summary>
    /// <exception cref="RequestException">There is no such edition.</exception>
    public static ConfidentialityProfile EditionOf(JsonElement json) => ModificationRequest.ReadProfile(json).Profile;

    private static JsonElement? Of(JsonElement json, RequestMember member, JsonValueKind kind) =>
        RequestJson.TryGet(json, member, out var value) && value.ValueKind == kind ? value : null;
}
