// SPDX-License-Identifier: GPL-3.0-or-later

using System.Collections.Concurrent;
using System.Text;
using OrthancDeid.Dicom.CharacterSets;

namespace OrthancDeid.Dicom;

/// <summary>The value of (0008,0005) and what it means for bytes and text (PS3.3 C.12.1.1.2, PS3.5 6.1).</summary>
/// <remarks>
/// Reading is lenient, writing is strict: what is written decodes to the same text, has only characters of the declared
/// sets, and switches sets only by the escape sequences of DICOM. Instances are immutable.
/// </remarks>
public sealed class SpecificCharacterSet
{
    /// <summary>The cache is limited: most files name one of a few sets, but a file may name anything.</summary>
    private const int MostParsed = 256;

    private static readonly ConcurrentDictionary<string, SpecificCharacterSet> Parsed = new(StringComparer.Ordinal);

    private readonly ITextCode _code;

    private SpecificCharacterSet(string terms, ITextCode code)
    {
        Terms = terms;
        _code = code;
    }

    /// <summary>
    /// The default repertoire, ISO_IR 6 (ASCII). Other bytes, which mean nothing in it, are read as Latin 1.
    /// </summary>
    public static SpecificCharacterSet Default { get; } = new("", new CodeExtensions([], null));

    /// <summary>ISO_IR 192 (UTF-8).</summary>
    public static SpecificCharacterSet Utf8 { get; } = new("ISO_IR 192", new Utf8Code());

    /// <summary>
    /// The value of (0008,0005): defined terms as PS3.3 spells them, separated by backslashes; empty for the default
    /// repertoire.
    /// </summary>
    public string Terms { get; }

    /// <summary>The character set of a value of (0008,0005).</summary>
    /// <param name="terms">
    /// The value. Obvious misspellings are understood. A value that the standard does not allow is read as the nearest one
    /// that it does allow: a set without code extensions (UTF-8, GB18030, GBK) is used alone if it comes first, and ignored
    /// after another one; among several values, terms without code extensions are read as those with them. Unknown terms are
    /// ignored if at least one is known.
    /// </param>
    /// <param name="characterSet">The set; <see cref="Default"/> if there is none.</param>
    /// <returns>False if there are terms, but none is in the standard.</returns>
    public static bool TryParse(string terms, out SpecificCharacterSet characterSet)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (Parsed.TryGetValue(terms, out var known))
        {
            characterSet = known;
            return true;
        }

        if (!TryRead(terms, out characterSet))
        {
            return false;
        }

        if (Parsed.Count < MostParsed)
        {
            Parsed.TryAdd(terms, characterSet);
        }

        return true;
    }

    private static bool TryRead(string terms, out SpecificCharacterSet characterSet)
    {
        characterSet = Default;
        string[] values = terms.Split('\\');
        var known = new List<DefinedTerm>(values.Length);
        bool isAnyUnknown = false;
        for (int i = 0; i < values.Length; i++)
        {
            if (!DefinedTerm.TryRead(values[i], out DefinedTerm term) && !values[i].AsSpan().Trim(" \0").IsEmpty)
            {
                isAnyUnknown = true;
            }

            // An empty or unknown value 1 is the default repertoire.
            if ((i == 0 || term.Registration != DefinedTerm.None)
                && !known.Exists(other => other.Registration == term.Registration))
            {
                known.Add(term);
            }
        }

        if (isAnyUnknown && known.TrueForAll(term => term.Registration == DefinedTerm.None))
        {
            return false;
        }

        characterSet = Of(known);
        return true;
    }

    /// <summary>
    /// Decodes bytes to text. Bytes without a meaning become U+FFFD. Single-byte sets have few of these, the default
    /// repertoire none. Padding is not trimmed.
    /// </summary>
    /// <param name="value">The whole value of an element.</param>
    /// <param name="vr">
    /// Its VR, which decides where the character set is reset (PS3.5 6.1.2.5.3) and whether it is used at all. If it is not,
    /// bytes from 80H on violate the standard; they are read as Latin 1, so that none is lost.
    /// </param>
    public string Decode(ReadOnlySpan<byte> value, DicomVR vr)
    {
        if (!vr.UsesSpecificCharacterSet() || IsPlain(value))
        {
            return Encoding.Latin1.GetString(value);
        }

        return _code.Decode(value, vr);
    }

    /// <summary>Encodes text to bytes, without padding.</summary>
    /// <param name="text">The whole value of an element, with the backslashes between several values.</param>
    /// <param name="vr">
    /// The VR, as for <see cref="Decode"/>. If the character set is not used, only ASCII can be written.
    /// </param>
    /// <param name="value">The bytes.</param>
    /// <returns>False if the set lacks a character; <paramref name="value"/> is then empty.</returns>
    public bool TryEncode(ReadOnlySpan<char> text, DicomVR vr, out byte[] value)
    {
        bool usesSet = vr.UsesSpecificCharacterSet();
        if (Ascii.IsValid(text) && !(usesSet && text.Contains((char)EscapeSequence.Escape)))
        {
            value = new byte[text.Length];
            Encoding.ASCII.GetBytes(text, value);
            return true;
        }

        if (usesSet)
        {
            return _code.TryEncode(text, vr, out value);
        }

        value = [];
        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => Terms;

    /// <summary>Whether bytes are the same text in all sets: ASCII without escape sequences.</summary>
    internal static bool IsPlain(ReadOnlySpan<byte> value) =>
        Ascii.IsValid(value) && !value.Contains(EscapeSequence.Escape);

    private static SpecificCharacterSet Of(List<DefinedTerm> terms)
    {
        DefinedTerm first = terms.Find(term => term.Registration is not (DefinedTerm.Ascii or DefinedTerm.None));
        if (first.Registration == DefinedTerm.None)
        {
            return Default;
        }

        if (first.StandsAlone)
        {
            return first.Registration == DefinedTerm.Utf8
                ? Utf8
                : new SpecificCharacterSet(
                    first.Spell(withCodeExtensions: false), new ChineseCode(first.Registration == DefinedTerm.Gbk));
        }

        terms.RemoveAll(term => term.StandsAlone);
        GraphicCharacterSet[] sets = [.. terms
            .Select(term => RegisteredSets.ByRegistration(term.Registration))
            .OfType<GraphicCharacterSet>()];
        var initialG1 = RegisteredSets.ByRegistration(terms[0].Registration) as SingleByteSet;
        if (terms.Count == 1 && initialG1 is not null)
        {
            return new SpecificCharacterSet(first.Spell(first.HasCodeExtensions), new CodeExtensions(sets, initialG1));
        }

        // Double-byte sets are never value 1 (PS3.3 C.12.1.1.2): an empty value, the default repertoire, precedes them.
        IEnumerable<string> spelt = terms.Select(term => term.Spell(withCodeExtensions: true));
        string[] values = terms[0] == first && initialG1 is null ? ["", .. spelt] : [.. spelt];
        return new SpecificCharacterSet(string.Join('\\', values), new CodeExtensions(sets, initialG1));
    }
}
