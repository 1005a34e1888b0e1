// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Host;

/// <summary>Is told of an answer to a client.</summary>
public interface IAnswerWatch
{
    /// <summary>Called before a client is given an answer that is no error. An exception keeps the answer back.</summary>
    /// <param name="status">The HTTP status.</param>
    void OnAnswer(ushort status);
}
