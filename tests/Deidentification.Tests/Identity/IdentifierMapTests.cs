// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;
using NUnit.Framework;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Keys;

namespace OrthancDeid.Deidentification.Tests.Identity;

/// <summary>The state that the instances of a job share.</summary>
public class IdentifierMapTests
{
    [Test]
    public void A_new_UID_is_a_random_UUID_as_a_number()
    {
        var map = TestHost.Identifiers();
        var uids = Enumerable.Range(0, 1000).Select(i => map.MapUid($"1.{i}")).ToArray();
        Assert.That(uids, Is.All.Match("^2\\.25\\.(0|[1-9][0-9]{0,38})$"));
        Assert.That(uids, Is.Unique);

        // RFC 9562: version 4 in the bits 76 to 79 from the least significant one, variant 10 in the bits 62 and 63.
        var numbers = uids.Select(uid => UInt128.Parse(uid[5..], CultureInfo.InvariantCulture));
        Assert.That(numbers.Select(number => (int)((number >> 76) & 0xF)), Is.All.EqualTo(4));
        Assert.That(numbers.Select(number => (int)((number >> 62) & 0x3)), Is.All.EqualTo(2));
    }

    [Test]
    public void Threads_agree_on_what_an_identifier_becomes()
    {
        var names = 0;
        var map = new IdentifierMap(() => $"Anonymized{Interlocked.Increment(ref names)}");
        var seen = new string[8][];
        Parallel.For(0, seen.Length, thread =>
            seen[thread] = [.. Enumerable.Range(0, 2000).Select(i => map.MapUid($"1.{i}") + map.MapPatientId($"{i}")),
                map.PatientName]);
        Assert.That(seen, Is.All.EqualTo(seen[0]));
        Assert.That(names, Is.EqualTo(1));
    }

    [Test]
    public void A_name_that_could_not_be_made_is_asked_for_again()
    {
        var calls = 0;
        var map = new IdentifierMap(() => ++calls == 1
            ? throw new InvalidOperationException("database is busy") : "Anonymized7");
        Assert.That(() => map.PatientName, Throws.InvalidOperationException);
        Assert.That(map.PatientName, Is.EqualTo("Anonymized7"));
        Assert.That(map.PatientName, Is.EqualTo("Anonymized7"));
        Assert.That(calls, Is.EqualTo(2));
    }

    [Test]
    public void What_is_set_apart_has_UIDs_of_its_own_and_shares_all_else()
    {
        var key = IdentifierKey.Create();
        var map = new IdentifierMap(key, () => "Anonymized7");
        var apart = map.SetApart("a");
        map.AssignUid("1.2", "1.3");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                ((IdentifierMap[])[map, apart, map.SetApart("b")]).Select(one => one.MapUid("1.9")), Is.Unique);
            Assert.That(new IdentifierMap(key, () => "").SetApart("a").MapUid("1.9"), Is.EqualTo(apart.MapUid("1.9")));
            Assert.That(apart.MapUid("1.2"), Is.EqualTo("1.3"));
            Assert.That(apart.MapPatientId("P"), Is.EqualTo(map.MapPatientId("P")));
            Assert.That(apart.PatientName, Is.EqualTo("Anonymized7"));
        }
    }

    [Test]
    public void What_is_assigned_wins()
    {
        var map = TestHost.Identifiers();
        map.AssignUid("1.2", "1.2");
        map.AssignPatientId("A", "B");
        Assert.That(map.MapUid("1.2"), Is.EqualTo("1.2"));
        Assert.That(map.MapPatientId("A"), Is.EqualTo("B"));
        Assert.That(map.MapPatientId("1.2"), Is.Not.EqualTo("1.2"));
    }
}
