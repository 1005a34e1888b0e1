#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Says what is wrong with a bill of materials by the rules of CycloneDX 1.6, or with what it names; fails then.

    sbom.py FILE [NAME...]

    NAME   of a component that has to be in it
"""

import json
import re
import sys
from datetime import datetime

TYPES = {"application", "framework", "library", "container", "platform", "operating-system", "device", "device-driver",
         "firmware", "file", "machine-learning-model", "data", "cryptographic-asset"}
DIGITS = {"SHA-256": 64, "SHA-512": 128}
UUID = r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
PURL = r"pkg:(nuget|npm)/(%40[\w.-]+/)?[\w.-]+@[\w.+-]+"


def faults_of(component):
    """What is wrong with one component."""
    name = component.get("name")
    if not name or not isinstance(name, str):
        yield f"a component without a name: {component}"
    if component.get("type") not in TYPES:
        yield f"{name}: the type {component.get('type')}"
    if not component.get("bom-ref"):
        yield f"{name}: no bom-ref"
    if "purl" in component and not re.fullmatch(PURL, component["purl"]):
        yield f"{name}: the purl {component['purl']}"
    for one in component.get("hashes", []):
        if not re.fullmatch(f"[0-9a-f]{{{DIGITS.get(one.get('alg'), 0)}}}", one.get("content", "")):
            yield f"{name}: the hash {one}"
    licenses = component.get("licenses", [])
    if licenses and not (len(licenses) == 1 and re.fullmatch(r"[\w.+-]+( (WITH|AND|OR) [\w.+-]+)*", licenses[0].get("expression", ""))):
        yield f"{name}: the licences {licenses}"


def faults(bill, expected):
    """What is wrong with a whole bill."""
    if (bill.get("bomFormat"), bill.get("specVersion"), bill.get("version")) != ("CycloneDX", "1.6", 1):
        yield "the format or its version"
    if not re.fullmatch(UUID, bill.get("serialNumber", "")):
        yield f"the serial number {bill.get('serialNumber')}"
    try:
        datetime.fromisoformat(bill["metadata"]["timestamp"])
    except (KeyError, ValueError) as error:
        yield f"the time: {error}"
    delivered = bill.get("metadata", {}).get("component", {})
    components = bill.get("components", [])
    for component in [delivered, *components]:
        yield from faults_of(component)
    for component in components:
        # Each part has to name its licence; each package has to be identified exactly.
        if not component.get("licenses"):
            yield f"{component.get('name')}: no licence"
        if "purl" in component and not component.get("hashes"):
            yield f"{component.get('name')}: no hash"
    references = [component.get("bom-ref") for component in [delivered, *components]]
    if len(set(references)) != len(references):
        yield "a bom-ref that several components have"
    dependencies = bill.get("dependencies", [])
    needed = {to for one in dependencies for to in one.get("dependsOn", [])}
    for reference in {one.get("ref") for one in dependencies} | needed:
        if reference not in references:
            yield f"a dependency of or on {reference}, which is no component"
    for reference in set(references) - needed - {delivered.get("bom-ref")}:
        yield f"{reference}: nothing depends on it"
    for name in expected:
        if name not in [component.get("name") for component in components]:
            yield f"{name} is not in it"


if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
    sys.exit(__doc__)
with open(sys.argv[1], encoding="utf-8") as file:
    wrong = list(faults(json.load(file), sys.argv[2:]))
for fault in wrong:
    print(f"WRONG: {sys.argv[1]}: {fault}")
sys.exit(bool(wrong))
