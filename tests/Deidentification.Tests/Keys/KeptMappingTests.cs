// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Plugin.Routes;

namespace OrthancDeid.Deidentification.Tests.Keys;

/// <summary>Mappings are kept until they are read: once, and for a short time.</summary>
public class KeptMappingTests
{
    private readonly byte[] _mapping = [1, 2, 3];
    private StoppedClock _clock = null!;
    private KeptMappings _mappings = null!;

    [SetUp]
    public void Start()
    {
        _clock = new StoppedClock();
        _mappings = new KeptMappings(_clock);
    }

    [Test]
    public void It_is_read_once()
    {
        var key = _mappings.Keep(_mapping, "text/csv");
        Assert.That(_mappings.Take("another")?.Mapping, Is.Null);
        Assert.That(_mappings.Take(key)?.Mapping, Is.SameAs(_mapping));
        Assert.That(_mappings.Take(key)?.Mapping, Is.Null);
        Assert.That(_mappings.Keep(_mapping, "text/csv"), Has.Length.EqualTo(64).And.Not.EqualTo(key));
    }

    [TestCase(60, true)]
    [TestCase(61, false)]
    public void It_is_there_for_a_minute(int seconds, bool isThere)
    {
        var key = _mappings.Keep(_mapping, "text/csv");
        _clock.Seconds += seconds;
        Assert.That(_mappings.Take(key)?.Mapping, isThere ? Is.SameAs(_mapping) : Is.Null);
    }

    [Test]
    public void Too_many_are_refused_and_none_is_lost()
    {
        var keys = Enumerable.Range(0, KeptMappings.MostKept).Select(_ => _mappings.Keep(_mapping, "text/csv")).ToList();
        AssertIsFull(_mapping);
        Assert.That(keys.Skip(1).Select(key => _mappings.Take(key)?.Mapping), Has.All.SameAs(_mapping));
        Assert.That(() => _mappings.Keep(_mapping, "text/csv"), Throws.Nothing);
        _clock.Seconds += 61;
        Assert.That(_mappings.Take(keys[0])?.Mapping, Is.Null);
    }

    [Test]
    public void A_large_one_is_kept_alone()
    {
        var large = new byte[KeptMappings.MostBytes + 1];
        var key = _mappings.Keep(large, "text/csv");
        AssertIsFull(_mapping);
        Assert.That(_mappings.Take(key)?.Mapping, Is.SameAs(large));
        key = _mappings.Keep(_mapping, "text/csv");
        AssertIsFull(large);
        Assert.That(_mappings.Take(key)?.Mapping, Is.SameAs(_mapping));
    }

    private void AssertIsFull(byte[] mapping) =>
        Assert.That(() => _mappings.Keep(mapping, "text/csv"),
            Throws.TypeOf<RequestException>().With.Property("Fault").EqualTo(RequestFault.Refused));

    private sealed class StoppedClock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
