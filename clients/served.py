"""What the scripts here share: the program, where clients are installed, a served folder."""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", HERE.parent / "target")).resolve()
CACHE = TARGET / "clients"


def program():
    """The program: $WIREDESK, else what lies in the target folder."""
    path = pathlib.Path(os.environ.get("WIREDESK", TARGET / "debug/wiredesk"))
    if not path.is_file():
        raise SystemExit(f"{path} is not there; cargo build first, or set WIREDESK")
    return path


def fresh(folder, mark):
    """True when what lies in the folder was installed from the same pins."""
    file = folder / ".pins"
    return file.is_file() and file.read_text() == mark


def install(*environments):
    """Installs these Python environments and the npm packages; nothing when they are there."""
    for name in environments:
        pins = HERE / f"{name}.txt"
        folder = CACHE / name
        mark = hashlib.sha256(pins.read_bytes()).hexdigest() + sys.version
        if fresh(folder, mark):
            continue
        print(f"installing {name} …", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [folder / "bin/pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--no-deps", "-r", pins], check=True)
        (folder / ".pins").write_text(mark)
    folder = CACHE / "node"
    mark = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    if not fresh(folder, mark):
        print("installing npm packages …", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=folder, check=True)
        (folder / ".pins").write_text(mark)


class Served:
    """The program, serving one folder."""

    def __init__(self, program, data):
        command = [program, "serve", "--data", data, "--listen", "127.0.0.1:0", "--no-polling"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        self.base = None
        self.said = []
        threading.Thread(target=self.listen, daemon=True).start()
        end = time.monotonic() + 60
        while self.base is None:
            if self.process.poll() is not None or time.monotonic() > end:
                raise SystemExit("wiredesk did not serve:\n" + "".join(self.said))
            time.sleep(0.05)

    def listen(self):
        for line in self.process.stderr:
            self.said.append(line)
            found = re.search(r"serving on (http://\S+)", line)
            if found:
                self.base = found.group(1)

    def end(self):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()


def wiredesk(program, data, *arguments, given=None):
    text = None if given is None else "".join(json.dumps(line) + "\n" for line in given)
    environment = {**os.environ, "WIREDESK_DATA": data}
    done = subprocess.run(
        [program, *arguments], input=text, text=True, capture_output=True, env=environment
    )
    if done.returncode != 0:
        raise SystemExit(f"wiredesk {' '.join(map(str, arguments))}: {done.stderr}")
    return done.stdout
