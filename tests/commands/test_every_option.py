"""Every command and every option of the command line is used by the tests beside this one."""

from postgres_server import postgres_programs

from catalogue_insights.cli import reference

ROOT = next(command for _, command in reference.commands())


def uses(arguments: tuple[str, ...]) -> set[tuple[str, str]]:
    """The commands, options and values of flags that a command line holds."""
    name, command, left, found = "catalogue", ROOT, list(arguments), set()
    while True:
        context = command.make_context(name, left, resilient_parsing=True)
        found.add((name, ""))
        for parameter in command.params:
            source = context.get_parameter_source(parameter.name)
            if source is not None and source.name == "COMMANDLINE":
                found.add((name, _spelled(parameter, context.params[parameter.name])))
        rest = [*context._protected_args, *context.args]
        if not rest or rest[0] not in getattr(command, "commands", {}):
            return found
        name, command, left = f"{name} {rest[0]}", command.commands[rest[0]], rest[1:]


def _spelled(parameter, value) -> str:
    """A flag that can be turned off counts for what it was turned to."""
    return (
        parameter.secondary_opts[0] if parameter.secondary_opts and not value else _name(parameter)
    )


def _name(parameter) -> str:
    return parameter.opts[0] if parameter.param_type_name == "option" else parameter.name


def all_there_is() -> set[tuple[str, str]]:
    found = set()
    for name, command in reference.commands():
        if not getattr(command, "no_args_is_help", False):
            found.add((name, ""))
        for parameter in command.params:
            if not reference.HIDDEN & set(parameter.opts):
                found |= {(name, _name(parameter)), *((name, o) for o in parameter.secondary_opts)}
    return found


def test_a_command_line_is_read_as_the_command_reads_it():
    assert uses(("models", "promote", "--warehouse", "w", "rating", "x")) == {
        *(("catalogue", ""), ("catalogue models", ""), ("catalogue models promote", "")),
        ("catalogue models promote", "--warehouse"),
        *(("catalogue models promote", "model"), ("catalogue models promote", "version")),
    }
    assert ("catalogue run", "--no-train") in uses(("run", "--no-train", "-q"))
    assert ("catalogue run", "--quiet") in uses(("run", "--no-train", "-q"))
    assert ("catalogue run", "--train") not in uses(("run", "--no-train", "-q"))


def test_every_command_and_option_was_used(used):
    found = set().union(*map(uses, set(used)))
    if postgres_programs() is None:
        found.add(("catalogue export", "--schema"))
    assert sorted(all_there_is() - found) == []
