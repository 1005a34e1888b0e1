#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures how long one, two and three Orthancs take to work off the same archive together.

    tests/Benchmarks/scaling.py [--rounds N] [--studies N] [--images N] [--delay MS] [--nodes N]

All share one PostgreSQL, which holds the index and the files, and are those of this machine's Debian. The archive is as many
studies of 512 x 512 x 16 bit images as asked for; the studies of a patient go to different nodes. Each batch is a bulk request
for one study with Pseudonyms, and each Orthanc has one job at a time and one thread for it, so that a node is always the same.
A round works off the archive with each number of nodes, in an order that changes from round to round; the results are deleted
after each. --delay puts so much time between the nodes and the database, for each of its answers, as a network does. Prints
a table of medians, each as a ratio to one node of the same round, and the processor time of Orthancs and PostgreSQL.

Needs root or PostgreSQL's own user, orthanc-postgresql, and build/libOrthancDeid.so, or ORTHANC_DEID_PLUGIN.
"""

import argparse
import asyncio
import base64
import glob
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLUGINS = "/usr/share/orthanc/plugins/libOrthancPostgreSQL{}.so"
TICKS = os.sysconf("SC_CLK_TCK")
SIDE = 512


def call(address, body=None, method=None):
    """Asks an Orthanc; the answer as JSON."""
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(address, data, method=method), timeout=600) as answer:
        return json.loads(answer.read() or b"null")


def processor_seconds(pids):
    """What processes, and the children that they still have, have used of the processors."""
    seconds = 0.0
    for stat in glob.glob("/proc/[0-9]*/stat"):
        try:
            text = pathlib.Path(stat).read_text(encoding="latin-1")
        except OSError:
            continue
        fields = text.rpartition(")")[2].split()
        if int(stat.split("/")[2]) in pids or int(fields[1]) in pids:
            # Including those of children that have ended: a connection to PostgreSQL is a process.
            own = fields[11:15] if int(stat.split("/")[2]) in pids else fields[11:13]
            seconds += sum(map(int, own)) / TICKS
    return seconds


class Database:
    """A PostgreSQL of its own, which listens on a port of the loopback interface."""

    def __init__(self, folder, port):
        self.port = port
        self.programs = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
        self.folder = folder / "database"
        self.folder.mkdir()
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.run("initdb", "-D", self.folder / "data", "-A", "trust", "-U", "orthanc")
        self.run("pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log", "-o",
                 f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={self.folder}", "start")
        self.run("createdb", "-h", "127.0.0.1", "-p", port, "-U", "orthanc", "orthanc")
        self.pid = int((self.folder / "data/postmaster.pid").read_text().split()[0])

    def run(self, program, *arguments):
        """Runs one of its programs, which refuse root."""
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run([*user, f"{self.programs}/{program}", *map(str, arguments)], check=True, cwd="/",
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def stop(self):
        """Stops it."""
        self.run("pg_ctl", "-D", self.folder / "data", "-w", "-m", "immediate", "stop")


class Distance(threading.Thread):
    """Passes on what the nodes and the database say to each other, the answers a moment later."""

    def __init__(self, port, target, seconds):
        super().__init__(daemon=True)
        self.port, self.target, self.seconds = port, target, seconds
        self.is_open = threading.Event()

    def run(self):
        asyncio.run(self.serve())

    async def serve(self):
        """Listens until the program ends."""
        server = await asyncio.start_server(self.connect, "127.0.0.1", self.port)
        self.is_open.set()
        await server.serve_forever()

    async def connect(self, reader, writer):
        """One connection."""
        near, far = await asyncio.open_connection("127.0.0.1", self.target)

        async def copy(source, target, seconds):
            while data := await source.read(1 << 20):
                await asyncio.sleep(seconds)
                target.write(data)
                await target.drain()
            target.close()

        await asyncio.gather(copy(reader, far, 0), copy(near, writer, self.seconds), return_exceptions=True)


class Node:
    """An Orthanc with the plugin."""

    def __init__(self, folder, number, http_port, database_port):
        self.address = f"http://127.0.0.1:{http_port}"
        place = folder / f"node-{number}"
        place.mkdir()
        configuration = {
            "Name": f"node-{number}", "DatabaseServerIdentifier": f"node-{number}", "HttpPort": http_port,
            "StorageDirectory": str(place), "IndexDirectory": str(place), "DicomServerEnabled": False,
            "AuthenticationEnabled": False, "RemoteAccessAllowed": False, "ConcurrentJobs": 1, "JobsHistorySize": 10000,
            "Plugins": [PLUGINS.format("Index"), PLUGINS.format("Storage"),
                        os.environ.get("ORTHANC_DEID_PLUGIN", str(ROOT / "build/libOrthancDeid.so"))],
            "PostgreSQL": {"EnableIndex": True, "EnableStorage": True, "Host": "127.0.0.1", "Port": database_port,
                           "Database": "orthanc", "Username": "orthanc", "Password": "", "EnableSsl": False, "Lock": False},
            "Deid": {"Threads": 1, "PseudonymKeyFile": str(folder / "key")},
        }
        (place / "orthanc.json").write_text(json.dumps(configuration))
        with open(place / "log", "wb") as log:
            self.process = subprocess.Popen(["/usr/sbin/Orthanc", str(place / "orthanc.json")], cwd=place, stdout=log, stderr=log)
        for _ in range(600):
            try:
                call(f"{self.address}/system")
                return
            except (urllib.error.URLError, ConnectionError):
                if self.process.poll() is not None:
                    sys.exit(f"an Orthanc has ended:\n{(place / 'log').read_text()[-3000:]}")
                time.sleep(0.1)
        sys.exit("an Orthanc does not start")


def fill(node, studies, images):
    """Stores the archive: two studies for each patient."""
    pixels = bytes((x * y) & 0xFF for y in range(SIDE) for x in range(2 * SIDE))
    image = {"Rows": str(SIDE), "Columns": str(SIDE), "BitsAllocated": "16", "BitsStored": "16", "HighBit": "15",
             "PixelRepresentation": "0", "SamplesPerPixel": "1", "PhotometricInterpretation": "MONOCHROME2"}
    for study in range(studies):
        first = call(f"{node.address}/tools/create-dicom", {
            "Tags": {"PatientID": f"P-{study // 2}", "PatientName": f"Archived^{study // 2}", "Modality": "CT",
                     "StudyDescription": "CT head", **image},
            "Content": "data:application/octet-stream;base64," + base64.b64encode(pixels).decode()})
        series = call(f"{node.address}/instances/{first['ID']}")["ParentSeries"]
        template = urllib.request.urlopen(f"{node.address}/instances/{first['ID']}/file").read()
        uid = call(f"{node.address}/instances/{first['ID']}/simplified-tags")["SOPInstanceUID"].encode()
        for number in range(1, images):
            # Of the same length as the old UID, so that no length changes.
            other = uid[:-5] + b"%05d" % number
            urllib.request.urlopen(f"{node.address}/instances", template.replace(uid, other)).read()
        assert len(call(f"{node.address}/series/{series}")["Instances"]) == images
    return call(f"{node.address}/studies")


def work_off(nodes, studies, database, images):
    """One archive. Returns seconds, and those of the processors by Orthancs and by PostgreSQL."""
    pids = {node.process.pid for node in nodes}
    before = processor_seconds(pids), processor_seconds({database.pid})
    started = time.monotonic()
    jobs = []
    for number, study in enumerate(studies):
        node = nodes[number % len(nodes)]
        jobs.append(node.address + call(f"{node.address}/tools/bulk-anonymize", {
            "Resources": [study], "Pseudonyms": "archive", "Asynchronous": True})["Path"])
    for job in jobs:
        while (state := call(job))["State"] in ("Pending", "Running"):
            time.sleep(0.05)
        assert state["State"] == "Success" and state["Content"]["InstancesCount"] == images, state
    seconds = time.monotonic() - started
    used = processor_seconds(pids) - before[0], processor_seconds({database.pid}) - before[1]

    # The results are deleted, so that the next run does the same work.
    for study in set(call(f"{nodes[0].address}/studies")) - set(studies):
        call(f"{nodes[0].address}/studies/{study}", method="DELETE")
    return seconds, *used


def main():
    """Measures, and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--studies", type=int, default=12)
    parser.add_argument("--images", type=int, default=20)
    parser.add_argument("--delay", type=float, default=0)
    parser.add_argument("--nodes", type=int, default=3)
    options = parser.parse_args()
    if not os.path.exists(PLUGINS.format("Index")):
        sys.exit("SKIPPED: Orthanc's plugin for PostgreSQL is not on this machine (apt-get install orthanc-postgresql)")
    # The plugin requires a key that nobody else can read; PostgreSQL's user has to reach its folder.
    folder = pathlib.Path(tempfile.mkdtemp(prefix="orthanc-deid-scaling-"))
    folder.chmod(0o711)
    (folder / "key").write_text("the secret of a measurement, longer than 32 bytes")
    (folder / "key").chmod(0o400)
    base = 20000 + os.getpid() % 10000
    nodes, database = [], None
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        database = Database(folder, base)
        distance = Distance(base + 1, base, options.delay / 1000)
        distance.start()
        distance.is_open.wait()
        for number in range(1, options.nodes + 1):
            nodes.append(Node(folder, number, base + 1 + number, base + (1 if options.delay else 0)))
        studies = fill(nodes[0], options.studies, options.images)
        counts = list(range(1, options.nodes + 1))
        work_off(nodes, studies, database, options.images)
        rounds = []
        for number in range(options.rounds):
            order = counts[number % len(counts):] + counts[:number % len(counts)]
            rounds.append({count: work_off(nodes[:count], studies, database, options.images) for count in order})
            print(f"round {number + 1}: " + ", ".join(
                f"{count} in {rounds[-1][count][0]:.1f} s" for count in counts), file=sys.stderr, flush=True)
        total = options.studies * options.images
        print(f"{options.studies} studies of {options.images} images, {options.rounds} rounds, {os.cpu_count()} processors, "
              f"{options.delay:g} ms to the database")
        print("| Orthancs | images per second, beside one | processors busy | ms of processors for an image: Orthanc, PostgreSQL |")
        print("|---|---|---|---|")
        for count in counts:
            ratios = [one[1][0] / one[count][0] for one in rounds]
            busy = statistics.median((one[count][1] + one[count][2]) / one[count][0] for one in rounds)
            orthanc, postgres = (statistics.median(one[count][index] for one in rounds) * 1000 / total for index in (1, 2))
            print(f"| {count} | {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}) | {busy:.1f} | "
                  f"{orthanc:.0f}, {postgres:.0f} |")
    finally:
        for node in nodes:
            node.process.kill()
            node.process.wait()
        if database:
            database.stop()
        shutil.rmtree(folder, ignore_errors=True)


main()
