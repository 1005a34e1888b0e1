// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Host.Native;
using OrthancDeid.Jobs.Resources;

namespace OrthancDeid.Jobs.Tests;

/// <summary>The host of the tests that simulate none, but ask for its clock or which run of it this is.</summary>
[SetUpFixture]
internal sealed class HostOfTests
{
    [OneTimeSetUp]
    public void Set() => OrthancHost.Current = new NativeHost();
}
