// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Jobs.Tests.Simulation;

/// <summary>The simulated host was killed: whatever the plugin still does has no effect.</summary>
internal sealed class HostKilledException : Exception;
