#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a package of NuGet again, so that the same content has the same bytes: no times, no names made by chance.

    same-bytes.py PACKAGE RESULT
"""

import hashlib
import re
import sys
import zipfile

# The oldest time that the format can express.
TIME = (1980, 1, 1, 0, 0, 0)
PROPERTIES = re.compile(rb"[0-9a-f]{32}\.psmdcp")
RELATION = re.compile(rb'Id="R[0-9A-F]{16}"')


def main(package, result):
    with zipfile.ZipFile(package) as source:
        content = {name: source.read(name) for name in source.namelist()}
    [properties] = [name for name in content if name.endswith(".psmdcp")]
    named = f"{hashlib.sha256(content[properties]).hexdigest()[:32]}.psmdcp".encode()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for name in sorted(content):
            data = content[name]
            if name == "_rels/.rels":
                data = PROPERTIES.sub(named, data)
                ids = iter(range(1, data.count(b"<Relationship ") + 1))
                data = RELATION.sub(lambda _: b'Id="R%d"' % next(ids), data)
            entry = zipfile.ZipInfo(PROPERTIES.sub(named, name.encode()).decode(), TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, data)


if len(sys.argv) != 3:
    sys.exit(__doc__)
main(*sys.argv[1:])
