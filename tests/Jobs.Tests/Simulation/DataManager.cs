// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Security;
using OrthancDeid.Deidentification.Keys;

namespace OrthancDeid.Jobs.Tests.Simulation;

/// <summary>The person in the simulation who may read mappings.</summary>
internal static class DataManager
{
    private static readonly AsymmetricCipherKeyPair Pair = Generate();

    /// <summary>The key that the site seals with.</summary>
    public static MappingKey Key { get; } = Publish();

    /// <summary>Opens a sealed mapping in CSV, and reads the pairs of old and new SOP Instance UIDs.</summary>
    public static HashSet<(string Old, string New)> Open(byte[] content)
    {
        var recipient = new CmsEnvelopedData(content).GetRecipientInfos().GetRecipients().Single();
        var lines = Encoding.UTF8.GetString(recipient.GetContent(Pair.Private)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var names = lines[0].Split(',').ToList();
        var (old, made) = (names.IndexOf("SOPInstanceUID"), names.IndexOf("NewSOPInstanceUID"));
        return [.. lines.Skip(1).Select(line => line.Split(',')).Select(values => (values[old], values[made]))];
    }

    private static AsymmetricCipherKeyPair Generate()
    {
        var generator = new RsaKeyPairGenerator();
        generator.Init(new KeyGenerationParameters(new SecureRandom(), 2048));
        return generator.GenerateKeyPair();
    }

    private static MappingKey Publish()
    {
        using var text = new StringWriter();
        using var pem = new PemWriter(text);
        pem.WriteObject(Pair.Public);
        pem.Writer.Flush();
        return MappingKey.Parse(text.ToString());
    }
}
