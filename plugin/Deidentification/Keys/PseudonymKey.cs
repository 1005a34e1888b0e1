// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Keys;

/// <summary>
/// The secret from which pseudonyms are derived. Anybody who has it can find out by trial who is behind a pseudonym.
/// Nobody else can do that, or link pseudonyms of different projects.
/// </summary>
public sealed class PseudonymKey
{
    /// <summary>The smallest size of a secret in bytes, without white space at its end.</summary>
    public const int MinimumSize = 32;

    private readonly IdentifierKey _key;

    private PseudonymKey(IdentifierKey key) => _key = key;

    /// <summary>Makes a key from a secret.</summary>
    /// <param name="secret">
    /// Any bytes. White space at the end is ignored, so that an editor that adds a line break changes nothing.
    /// </param>
    /// <exception cref="ArgumentException">There are fewer bytes than <see cref="MinimumSize"/>.</exception>
    public static PseudonymKey Of(ReadOnlySpan<byte> secret)
    {
        secret = secret.TrimEnd(" \t\r\n"u8);
        if (secret.Length < MinimumSize)
        {
            throw new ArgumentException(
                $"a key needs {MinimumSize} bytes or more, and this one has {secret.Length}, without white space at its end");
        }

        return new PseudonymKey(new IdentifierKey(Sha256.Of(secret)));
    }

    /// <summary>The key of a project; keys of different projects are unrelated.</summary>
    /// <param name="project">Its name; empty for the one without a name.</param>
    public IdentifierKey OfProject(string project) => new(_key.Hash("Project", project));
}
