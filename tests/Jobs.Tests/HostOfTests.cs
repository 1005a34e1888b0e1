// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Host.Native;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Tests;

/// <summary>The host for tests that simulate none, but use its clock or its current run.</summary>
[SetUpFixture]
internal sealed class HostOfTests
{
    [OneTimeSetUp]
    public void Set() => OrthancHost.Current = new NativeHost();
}
