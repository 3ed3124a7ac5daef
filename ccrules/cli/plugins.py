"""``ccrules plugins``: what is installed, and what failed to load."""

from __future__ import annotations

from ccrules.cli.options import configured
from ccrules.cli.shape import Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import say, write_out
from ccrules.errors import message
from ccrules.plugins import PluginFailure, PluginInfo, load_plugins


@make_command(
    "plugins", message("List the plugins that are installed, what they add, and what failed and why.")
)
@configured
def command(run: Run) -> int:
    """List plugins."""
    plugins = load_plugins()
    plugins.load_all()
    lines = [line for info in plugins.infos for line in _described(info)]
    if plugins.failures:
        lines += ["", say(message("Failed:"), run.language)]
        lines += [f"  {_failed(failure, run.language)}" for failure in plugins.failures]
    if plugins.remarks:
        lines += ["", say(message("Noticed:"), run.language)]
        lines += [f"  {_failed(remark, run.language)}" for remark in plugins.remarks]
    write_out("\n".join(lines))
    return 0


def _described(info: PluginInfo) -> list[str]:
    package = f" ({info.distribution})" if info.distribution not in {"", info.name} else ""
    head = " ".join(part for part in (info.name, info.version) if part)
    return [head + package, *(f"  {hook}" for hook in info.hooks)]


def _failed(failure: PluginFailure, language: str) -> str:
    name = f"{failure.plugin}, {failure.hook}" if failure.hook else failure.plugin
    return f"{name}: {say(failure.what, language)} ({say(failure.hint, language)})"
