// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Jobs.State;

namespace OrthancDeid.Jobs.Shown;

/// <summary>
/// A job in an answer of the host, with the positions of its members. The position of a missing member is the default.
/// </summary>
internal readonly record struct ShownJob
{
    /// <summary>The host's identifier of the job.</summary>
    public string Id { get; private init; }

    /// <summary>Its state.</summary>
    public string State { get; private init; }

    /// <summary>The error code that the host shows.</summary>
    public int ErrorCode { get; private init; }

    /// <summary>The token of the job; null if it has none.</summary>
    public string? Token { get; private init; }

    /// <summary>The position of the content's member with the token, including the comma before it.</summary>
    public (int Start, int End) TokenMember { get; private init; }

    /// <summary>The position of the content's member with the client's data, including the comma before it.</summary>
    public (int Start, int End) UserDataMember { get; private init; }

    /// <summary>The position of the value of <c>ErrorCode</c>.</summary>
    public (int Start, int End) ErrorCodeValue { get; private init; }

    /// <summary>The position of the value of <c>ErrorDescription</c>.</summary>
    public (int Start, int End) ErrorDescriptionValue { get; private init; }

    /// <summary>The position of the value of <c>ErrorDetails</c>.</summary>
    public (int Start, int End) ErrorDetailsValue { get; private init; }

    /// <summary>Where the last member ends.</summary>
    public int LastMemberEnd { get; private init; }

    /// <summary>Reads a job.</summary>
    /// <param name="json">At the start of the job; afterwards at its end.</param>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static ShownJob Read(ref Utf8JsonReader json)
    {
        var job = new ShownJob { Id = string.Empty, State = string.Empty };
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString();
            json.Read();
            var start = (int)json.TokenStartIndex;
            switch (name)
            {
                case "Content" when json.TokenType == JsonTokenType.StartObject:
                    job = job.WithContent(ref json);
                    break;
                case "ID" when json.TokenType == JsonTokenType.String:
                    job = job with { Id = json.GetString()! };
                    break;
                case "State" when json.TokenType == JsonTokenType.String:
                    job = job with { State = json.GetString()! };
                    break;
                case "ErrorCode" when json.TokenType == JsonTokenType.Number:
                    job = job with { ErrorCode = json.GetInt32(), ErrorCodeValue = (start, (int)json.BytesConsumed) };
                    break;
                case "ErrorDescription" when json.TokenType == JsonTokenType.String:
                    job = job with { ErrorDescriptionValue = (start, (int)json.BytesConsumed) };
                    break;
                case "ErrorDetails" when json.TokenType == JsonTokenType.String:
                    job = job with { ErrorDetailsValue = (start, (int)json.BytesConsumed) };
                    break;
                default:
                    json.Skip();
                    break;
            }

            job = job with { LastMemberEnd = (int)json.BytesConsumed };
        }

        return job;
    }

    private ShownJob WithContent(ref Utf8JsonReader json)
    {
        var job = this;
        var before = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isToken = json.ValueTextEquals(JobContent.TokenMember);
            var isUserData = json.ValueTextEquals(JobContent.UserDataMember);
            json.Read();
            var token = isToken && json.TokenType == JsonTokenType.String ? json.GetString() : null;
            json.Skip();
            var member = (before, (int)json.BytesConsumed);
            before = member.Item2;
            if (token is not null)
            {
                job = job with { Token = token, TokenMember = member };
            }
            else if (isUserData)
            {
                job = job with { UserDataMember = member };
            }
        }

        return job;
    }
}
