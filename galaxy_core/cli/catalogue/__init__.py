"""What can be chosen, for the help of a command: the plug-ins of a package with their parameters."""

from types import ModuleType

from galaxy_core import plugins
from galaxy_core.plugins import parameters
from galaxy_core.plugins.parameters import Parameter


def listing(package: ModuleType, title: str) -> str:
    """Every plug-in under a title: what it is, or why it can't be loaded; its parameters with their defaults."""
    lines = [f"{title}:"]
    for head in plugins.heads(package):
        lines.append(f"  {head.name}: {head.reason or head.sentence}")
        if head.reason is None:
            for parameter in parameters.describe(plugins.load(package, head.name).Parameters):
                choice = f" ({', '.join(map(str, parameter.choices))})" if parameter.choices else ""
                lines.append(
                    f"    {parameter.name}={parameter.default}{choice}: {parameter.description}{_written(parameter)}"
                )
    return "\n".join(lines)


def _written(parameter: Parameter) -> str:
    """How a value is written where a form offers something to pick."""
    if parameter.counted:
        return " Their names, joined by “+”."
    return " Class number x factor, as 0x2/4x2.5." if parameter.by_class else ""
