// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Host;

/// <summary>Is notified before a client is answered.</summary>
public interface IAnswerWatch
{
    /// <summary>
    /// Called before a client gets an answer that is not an error. If it throws, the answer is not sent.
    /// </summary>
    /// <param name="status">The HTTP status.</param>
    void OnAnswer(ushort status);
}
