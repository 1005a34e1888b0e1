#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is linked into the plugin, as its build says: plugin/Plugin/obj/project.assets.json.

    linked.py notices                    the licence notices of all of it
    linked.py sbom LIBRARY SYMBOLS DATE  a bill of materials (CycloneDX 1.6) of a library, whose symbols tell which parts
                                         of the runtime's native code are in it; DATE is RFC 3339
"""

import base64
import hashlib
import json
import re
import subprocess
import sys
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = re.compile(r"Microsoft\.NETCore\.App\.Runtime\.NativeAOT\.", re.IGNORECASE)
# What the runtime brings that was made elsewhere: its licence, and the symbols by which one sees that it is linked.
NATIVE = {
    "zlib-ng": ("Zlib", re.compile(r"\bCompressionNative_(Deflate|Inflate)")),
    "brotli": ("MIT", re.compile(r"\bBrotli(Encoder|Decoder)[A-Z]")),
    "libunwind": ("Apache-2.0 WITH LLVM-exception", re.compile(r"libunwind|\b__?unw_")),
}


class Package:
    """A package of NuGet, as it was restored."""

    def __init__(self, folders, name, version):
        self.name, self.version = name, version
        self.folder = next(
            path for folder in folders for path in [Path(folder, name.lower(), version)] if path.is_dir())
        nuspec = next(self.folder.glob("*.nuspec")).read_text(encoding="utf-8-sig")
        self.license = re.search(r'<license type="expression">([^<]+)</license>', nuspec)[1]
        self.copyright = (re.search(r"<copyright>([^<]+)</copyright>", nuspec) or [None, ""])[1]
        self.sha512 = base64.b64decode(next(self.folder.glob("*.nupkg.sha512")).read_text().strip()).hex()

    @property
    def purl(self):
        return f"pkg:nuget/{self.name}@{self.version}"

    def texts(self):
        """Its licence, and what it says of others."""
        for path in sorted(self.folder.iterdir()):
            if re.match(r"(licen[cs]e|third-?party-?notices)\b", path.name, re.IGNORECASE):
                yield path.read_text(encoding="utf-8-sig").replace("\r\n", "\n").strip()


def linked_packages():
    """All packages with an assembly for the plugin, and the runtime that NativeAOT links, first."""
    assets = json.loads((ROOT / "plugin/Plugin/obj/project.assets.json").read_text(encoding="utf-8"))
    folders = list(assets["packageFolders"])
    target = next(value for key, value in assets["targets"].items() if "/" in key)
    runtime = [
        Package(folders, one["name"], re.match(r"\[([^,]+),", one["version"])[1])
        for framework in assets["project"]["frameworks"].values()
        for one in framework.get("downloadDependencies", []) if RUNTIME.match(one["name"])]
    if len(runtime) != 1:
        sys.exit("linked.py: the build names no runtime of NativeAOT, or several")
    return runtime + [
        Package(folders, *key.split("/")) for key, value in sorted(target.items())
        if value["type"] == "package" and value.get("runtime")]


def notices():
    """The notices of all packages; a text that several have stands there once."""
    print("What is linked into the plugin OrthancDeid beside its own code, which is licensed under the GNU General Public")
    print("License, version 3 or later. Made by packaging/linked.py.\n")
    texts = {}
    for package in linked_packages():
        print(f"{package.name} {package.version}, {package.license}. {package.copyright}".rstrip())
        for text in package.texts():
            texts.setdefault(text, []).append(package.name)
    for text, names in texts.items():
        print(f"\n{'=' * 100}\n{', '.join(names)}\n{'=' * 100}\n\n{text}")


def native_components(runtime, library, symbols):
    """The parts of the runtime that others made, as far as they are in the library."""
    names = subprocess.run(["nm", symbols], check=True, capture_output=True, text=True).stdout
    content = Path(library).read_bytes()
    for name, (licence, symbol) in NATIVE.items():
        if not symbol.search(names):
            continue
        # Of zlib-ng the library names the version of zlib that it is compatible with; of the others none.
        version = re.search(rb"(\d+(?:\.\d+)+)\.zlib-ng", content) if name == "zlib-ng" else None
        yield {
            "type": "library",
            "bom-ref": f"{runtime.purl}#{name}",
            "name": name,
            **({"version": version[0].decode()} if version else {}),
            "description": f"In {runtime.name} {runtime.version}",
            "licenses": [{"expression": licence}],
        }


def sbom(library, symbols, date):
    """The bill of materials; the same for the same library and date."""
    version = re.search(r"<Version>([^<]+)</Version>", (ROOT / "Directory.Build.props").read_text())[1]
    digest = hashlib.sha256(Path(library).read_bytes())
    packages = linked_packages()
    native = list(native_components(packages[0], library, symbols))
    plugin = {
        "type": "library",
        "bom-ref": f"orthanc-deid@{version}",
        "name": "orthanc-deid",
        "version": version,
        "licenses": [{"expression": "GPL-3.0-or-later"}],
        "hashes": [{"alg": "SHA-256", "content": digest.hexdigest()}],
    }
    components = [{
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "purl": package.purl,
        "copyright": package.copyright,
        "licenses": [{"expression": package.license}],
        "hashes": [{"alg": "SHA-512", "content": package.sha512}],
    } for package in packages]
    json.dump({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.UUID(bytes=digest.digest()[:16], version=4)}",
        "version": 1,
        "metadata": {"timestamp": date, "component": plugin},
        "components": components + native,
        "dependencies": [
            {"ref": plugin["bom-ref"], "dependsOn": [package.purl for package in packages]},
            {"ref": packages[0].purl, "dependsOn": [one["bom-ref"] for one in native]},
        ],
    }, sys.stdout, indent=2)
    print()


match sys.argv[1:]:
    case ["notices"]:
        notices()
    case ["sbom", library, symbols, date]:
        sbom(library, symbols, date)
    case _:
        sys.exit(__doc__)
