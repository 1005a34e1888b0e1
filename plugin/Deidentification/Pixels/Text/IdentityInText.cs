// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text;

internal sealed class IdentityInText
{
    public bool MayStandIn(ReadOnlySpan<char> text) => !text.IsEmpty;
}
