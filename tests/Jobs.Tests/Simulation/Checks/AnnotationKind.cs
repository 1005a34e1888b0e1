// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Jobs.Tests.Simulation.Checks;

/// <summary>What a client attaches to a resource.</summary>
internal enum AnnotationKind
{
    Label,
    Metadata,
    Attachment,
}
