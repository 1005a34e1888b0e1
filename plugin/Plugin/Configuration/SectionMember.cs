// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;

namespace OrthancDeid.Plugin.Configuration;

/// <summary>A member of the plugin's own section of the configuration.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Expected">What its value should be, as the subject of "is expected".</param>
/// <param name="Take">Returns the section with its value; null if the value is not as expected.</param>
internal sealed record SectionMember(
    string Name, string Expected, Func<DeidSection, JsonElement, DeidSection?> Take);
