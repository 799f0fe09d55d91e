"""Shell completion, installed and used as people do: in a shell, with the tabulator."""

import os
import shutil
from pathlib import Path

import pexpect
import pytest
from commands import COMMAND


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_a_shell_completes_the_name_of_a_command(name, tmp_path):
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"there is no {name}")
    (tmp_path / f".{name}rc").touch()  # else zsh asks a newcomer what to put there

    def typed(line: str) -> pexpect.spawn:
        shell = pexpect.spawn(
            program,
            ["-i"],
            cwd=str(tmp_path),
            env={
                "HOME": str(tmp_path),
                "PATH": f"{Path(COMMAND).parent}{os.pathsep}{os.environ['PATH']}",
                "TERM": "xterm",
                "COLUMNS": "200",
            },
            timeout=120,
        )
        shell.send("echo re''ady\r")
        shell.expect("ready")
        shell.send(line)
        return shell

    typed("catalogue --install-completion\rexit\r").expect(pexpect.EOF)
    shell = typed("catalogue shor")
    for _ in range(2):  # the first of a session only makes zsh load what completes
        shell.send("\t")
        if shell.expect(["list", pexpect.TIMEOUT], timeout=15) == 0:
            break
    shell.send("--help\r")
    shell.expect("Put titles together on shortlists")
    shell.close(force=True)
