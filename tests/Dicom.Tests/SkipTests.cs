// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;

namespace OrthancDeid.Dicom.Tests;

/// <summary>Tests that might skip behave the same on every machine.</summary>
public sealed class SkipTests
{
    [Test]
    public void In_a_multiple_assertion_a_test_cannot_ask_even_where_all_is_here()
    {
        InvalidOperationException? refusal = null;
        Assert.Multiple(() =>
        {
            try
            {
                Skip.Unless(true, "nothing");
            }
            catch (InvalidOperationException exception)
            {
                refusal = exception;
            }
        });
        Assert.That(refusal, Is.Not.Null);
    }

    [Test]
    public void Elsewhere_it_goes_on_if_all_is_here_and_skips_with_the_reason_if_not()
    {
        Skip.Unless(true, "nothing");
        Assert.That(
            () => Skip.Unless(false, "no tool (apt-get install tool)"),
            Throws.TypeOf<IgnoreException>().With.Message.EqualTo("SKIPPED: no tool (apt-get install tool)"));
    }
}
