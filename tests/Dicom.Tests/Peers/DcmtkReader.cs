// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using System.Xml;

namespace OrthancDeid.Dicom.Tests.Peers;

/// <summary>Reads tag, VR, length and value of every element with DCMTK's dcm2xml.</summary>
internal static class DcmtkReader
{
    public static bool IsInstalled => PeerProcess.IsOnPath("dcm2xml");

    /// <summary>The elements of the data set, with values as DCMTK prints them.</summary>
    public static List<DumpedElement> Dump(string path)
    {
        var (exitCode, output, errors) = PeerProcess.Run("dcm2xml", ["+M", "+Wb", path]);
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"dcm2xml cannot read {Path.GetFileName(path)}: {errors}");
        }

        var settings = new XmlReaderSettings { CheckCharacters = false };

        // Values may be in any character set; decoded as Latin 1, byte by byte, the output is at least well-formed. XML has
        // no escape character, which ISO 2022 needs.
        var body = output.Replace('\x1B', '?')[output.IndexOf("<file-format", StringComparison.Ordinal)..];
        using var reader = XmlReader.Create(new StringReader(body), settings);
        var dump = new List<DumpedElement>();
        var prefix = new Stack<(string Path, int Items)>();
        reader.ReadToFollowing("data-set");
        while (reader.Read())
        {
            Visit(reader, dump, prefix);
        }

        dump.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return dump;
    }

    private static void Visit(XmlReader reader, List<DumpedElement> dump, Stack<(string Path, int Items)> open)
    {
        var around = open.TryPeek(out var top)
            ? string.Create(CultureInfo.InvariantCulture, $"{top.Path}[{top.Items - 1}].") : string.Empty;
        switch (reader.NodeType, reader.Name)
        {
            case (XmlNodeType.Element, "element"):
                var (tag, vr) = (reader.GetAttribute("tag")!, reader.GetAttribute("vr")!);
                var length = long.Parse(reader.GetAttribute("len")!, CultureInfo.InvariantCulture);
                dump.Add(new DumpedElement(around + tag, vr, length, reader.IsEmptyElement
                    ? string.Empty : Text(reader)));
                break;
            case (XmlNodeType.Element, "sequence"):
                var path = around + reader.GetAttribute("tag");
                dump.Add(new DumpedElement(path, reader.GetAttribute("vr")!, -1, string.Empty));
                if (!reader.IsEmptyElement)
                {
                    open.Push((path, 0));
                }

                break;
            case (XmlNodeType.Element, "item"):
                var sequence = open.Pop();
                open.Push((sequence.Path, sequence.Items + 1));
                break;
            case (XmlNodeType.EndElement, "sequence"):
                open.Pop();
                break;
        }
    }

    private static string Text(XmlReader reader)
    {
        var text = string.Empty;
        while (reader.Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            text += reader.Value;
        }

        return text;
    }
}
