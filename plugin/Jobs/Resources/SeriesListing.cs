// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Host;

namespace OrthancDeid.Jobs.Resources;

/// <summary>The instances of a series in the host's index, read in one call.</summary>
internal static class SeriesListing
{
    /// <summary>Reads the instances.</summary>
    /// <param name="series">Orthanc's identifier of the series.</param>
    /// <param name="add">Called for each instance.</param>
    /// <returns>The host's error code; unless it is success, nothing was read.</returns>
    public static OrthancErrorCode TryRead(string series, Action<ListedInstance> add) => HostRest.TryGet(
        $"{ResourceTree.Path(ResourceLevel.Series, series)}/instances",
        (ref Utf8JsonReader json) => Read(ref json, add));

    /// <summary>Reads an array of instances, and skips the members that are not needed here.</summary>
    private static void Read(ref Utf8JsonReader json, Action<ListedInstance> add)
    {
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            var instance = new ListedInstance(string.Empty);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var name = json.ValueTextEquals("ID"u8) ? 'I'
                    : json.ValueTextEquals("FileSize"u8) ? 'S'
                    : json.ValueTextEquals("FileUuid"u8) ? 'F'
                    : json.ValueTextEquals("MainDicomTags"u8) ? 'T' : ' ';
                json.Read();
                switch (name)
                {
                    case 'I':
                        instance = instance with { Id = json.GetString()! };
                        break;
                    case 'S':
                        instance = instance with { Size = json.GetInt64() };
                        break;
                    case 'F':
                        instance = instance with { File = json.GetString() };
                        break;
                    case 'T' when json.TokenType == JsonTokenType.StartObject:
                        instance = instance with { SopInstanceUid = ReadUid(ref json) };
                        break;
                    default:
                        json.Skip();
                        break;
                }
            }

            if (instance.Id.Length > 0)
            {
                add(instance);
            }
        }
    }

    private static string? ReadUid(ref Utf8JsonReader json)
    {
        string? uid = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isUid = json.ValueTextEquals("SOPInstanceUID"u8);
            json.Read();
            uid = isUid ? json.GetString() : uid;
            json.Skip();
        }

        return uid;
    }
}
