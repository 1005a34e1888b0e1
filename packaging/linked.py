#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is linked into the plugin, as its build says (plugin/Plugin/obj/project.assets.json), and what is delivered beside it.

    linked.py notices                            the licence notices of all that is linked
    linked.py sbom RUNTIME LIBRARY SYMBOLS DATE  a bill of materials (CycloneDX 1.6) of a library that was built for a runtime
                                                 identifier; its symbols tell which native parts of .NET are in it
    linked.py text-sbom FOLDER DATE              that of what finds text in images, in the folder that
                                                 build-scripts/fetch-text-recognition.sh has filled

DATE is RFC 3339.
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
VERSION = re.search(r"<Version>([^<]+)</Version>", (ROOT / "Directory.Build.props").read_text(encoding="utf-8"))[1]
RUNTIME = re.compile(r"Microsoft\.NETCore\.App\.Runtime\.NativeAOT\.", re.IGNORECASE)
# Third-party parts of the runtime: the licence, and the symbols that show that the part is linked.
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


def linked_packages(identifier=None):
    """All packages with an assembly for the plugin, and the runtime that NativeAOT links, first."""
    assets = json.loads((ROOT / "plugin/Plugin/obj/project.assets.json").read_text(encoding="utf-8"))
    folders = list(assets["packageFolders"])
    key, target = next((key, value) for key, value in assets["targets"].items() if "/" in key)
    if identifier not in (None, key.partition("/")[2]):
        sys.exit(f"linked.py: the last build was for {key.partition('/')[2]}, not for {identifier}")
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
        # The runtimes of all systems have the same notices.
        name = re.sub(r"\.NativeAOT\..*", ".NativeAOT", package.name)
        print(f"{name} {package.version}, {package.license}. {package.copyright}".rstrip())
        for text in package.texts():
            texts.setdefault(text, []).append(name)
    for text, names in texts.items():
        print(f"\n{'=' * 100}\n{', '.join(names)}\n{'=' * 100}\n\n{text}")


def native_components(runtime, library, symbols):
    """The parts of the runtime that others made, as far as they are in the library."""
    names = subprocess.run(["nm", symbols], check=True, capture_output=True, text=True).stdout
    content = Path(library).read_bytes()
    for name, (licence, symbol) in NATIVE.items():
        if not symbol.search(names):
            continue
        # For zlib-ng the library names the version of zlib that it is compatible with; for the others it names none.
        version = re.search(rb"(\d+(?:\.\d+)+)\.zlib-ng", content) if name == "zlib-ng" else None
        yield {
            "type": "library",
            "bom-ref": f"{runtime.purl}#{name}",
            "name": name,
            **({"version": version[0].decode()} if version else {}),
            "description": f"In {runtime.name} {runtime.version}",
            "licenses": [{"expression": licence}],
        }


def sbom(identifier, library, symbols, date):
    """The bill of materials of the plugin; the same for the same library and date."""
    packages = linked_packages(identifier)
    native = list(native_components(packages[0], library, symbols))
    digest = sha256(library)
    plugin = {
        "type": "library",
        "bom-ref": f"orthanc-deid@{VERSION}",
        "name": "orthanc-deid",
        "version": VERSION,
        "description": f"The plugin OrthancDeid for {identifier}",
        "licenses": [{"expression": "GPL-3.0-or-later"}],
        "hashes": [{"alg": "SHA-256", "content": digest}],
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
    write_bill(digest, date, plugin, components + native, [
        {"ref": plugin["bom-ref"], "dependsOn": [package.purl for package in packages]},
        {"ref": packages[0].purl, "dependsOn": [one["bom-ref"] for one in native]},
    ])


def text_sbom(folder, date):
    """The bill of materials of what finds text in images: the files themselves, and the packages that they come from."""
    script = (ROOT / "build-scripts/fetch-text-recognition.sh").read_text(encoding="utf-8")
    versions = {name: re.search(rf"^{name}_version=(\S+)$", script, re.MULTILINE)[1] for name in ("runtime", "models")}
    runtime = f"pkg:nuget/Microsoft.ML.OnnxRuntime@{versions['runtime']}"
    models = f"pkg:npm/%40gutenye/ocr-models@{versions['models']}"
    # The type, the description, the licence, and the origin.
    delivered = {
        "libonnxruntime.so": ("library", "ONNX Runtime", "MIT", runtime),
        "ch_PP-OCRv4_det_infer.onnx": ("machine-learning-model", "The network of PP-OCRv4 that finds text", "Apache-2.0", models),
        "ch_PP-OCRv4_rec_infer.onnx": ("machine-learning-model", "The network of PP-OCRv4 that reads text", "Apache-2.0", models),
        "ppocr_keys_v1.txt": ("data", "The letters that it reads", "Apache-2.0", models),
    }
    digests = {name: sha256(Path(folder, name)) for name in delivered}
    components = [{
        "type": kind,
        "bom-ref": f"{purl}#{name}",
        "name": name,
        "version": purl.rpartition("@")[2],
        "description": what,
        "purl": purl,
        "licenses": [{"expression": licence}],
        "hashes": [{"alg": "SHA-256", "content": digests[name]}],
    } for name, (kind, what, licence, purl) in delivered.items()]
    package = {
        "type": "library",
        "bom-ref": f"orthanc-deid-text@{VERSION}",
        "name": "orthanc-deid-text",
        "version": VERSION,
        "description": "What finds text in images for the plugin OrthancDeid: delivered beside it, not linked",
    }
    write_bill(hashlib.sha256("".join(digests.values()).encode()).hexdigest(), date, package, components, [
        {"ref": package["bom-ref"], "dependsOn": [one["bom-ref"] for one in components]}])


def sha256(path):
    """The SHA-256 of a file."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def write_bill(digest, date, delivered, components, dependencies):
    """Prints a bill of materials, whose serial number comes from a digest of what is delivered."""
    json.dump({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.UUID(bytes=bytes.fromhex(digest)[:16], version=4)}",
        "version": 1,
        "metadata": {"timestamp": date, "component": delivered},
        "components": components,
        "dependencies": dependencies,
    }, sys.stdout, indent=2)
    print()


match sys.argv[1:]:
    case ["notices"]:
        notices()
    case ["sbom", identifier, library, symbols, date]:
        sbom(identifier, library, symbols, date)
    case ["text-sbom", folder, date]:
        text_sbom(folder, date)
    case _:
        sys.exit(__doc__)
