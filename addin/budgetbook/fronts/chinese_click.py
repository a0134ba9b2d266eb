"""Click, speaking Chinese: help pages and usage errors."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import Any

import click

_HELP = click.Option(["--help", "-h"], is_flag=True, expose_value=False, is_eager=True, help="显示这份说明")


def _show_help(context: click.Context, option: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        click.echo(context.get_help())
        context.exit()


_HELP.callback = _show_help


class ChineseCommand(click.Command):
    """A command whose help page is Chinese."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        settings.setdefault("options_metavar", "[选项]...")
        super().__init__(*arguments, **settings)

    def get_help_option(self, ctx: click.Context) -> click.Option:
        return _HELP

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [option for option in self.get_params(ctx) if isinstance(option, click.Option)]  # newer clicks list arguments too
        records = [record for option in options if (record := _record(option, ctx)) is not None]
        with formatter.section("选项"):
            formatter.write_dl(records)


class ChineseGroup(ChineseCommand, click.Group):
    """A group of commands whose help page is Chinese."""

    command_class = ChineseCommand

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        settings.setdefault("subcommand_metavar", "命令 [参数]...")
        super().__init__(*arguments, **settings)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl([(name, self.commands[name].get_short_help_str(60)) for name in self.commands])
        super().format_options(ctx, formatter)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], self.commands, 1, 0.5)
            ask = f"，是不是想用 {near[0]}？" if near else f"；可用的命令：{'、'.join(self.commands)}"
            raise click.UsageError(f"没有“{args[0]}”这个命令{ask}", ctx)
        return super().resolve_command(ctx, args)


def _record(option: click.Parameter, ctx: click.Context) -> tuple[str, str] | None:
    record = option.get_help_record(ctx)
    return (record[0], record[1].replace("[required]", "［必填］")) if record else None


def say_error(error: click.ClickException) -> str:
    """What is wrong with the command line, in Chinese."""
    for kind, say in _SENTENCES:
        if isinstance(error, kind):
            return say(error)
    return error.message


def _no_such_option(error: Any) -> str:
    near = f"，是不是想用 {'、'.join(error.possibilities)}？" if error.possibilities else ""
    return f"没有“{error.option_name}”这个选项{near}"


def _missing(error: Any) -> str:
    names = error.param.opts if isinstance(error.param, click.Option) else [error.param.make_metavar(error.ctx)]
    return f"缺少 {'/'.join(names)}"


def _bad_value(error: Any) -> str:
    name = "/".join(error.param.opts) if error.param else "参数"
    return f"{name} 的内容不对：{error.message}"


def _usage(error: Any) -> str:
    extra = "Got unexpected extra argument"
    if error.message.startswith(extra):
        return f"多出了参数 {error.message.partition('(')[2].rstrip(')')}；路径里有空格时请加引号"
    return str(error.message)


_SENTENCES: tuple[tuple[type[click.ClickException], Callable[[Any], str]], ...] = (
    (click.NoSuchOption, _no_such_option),
    (click.MissingParameter, _missing),
    (click.BadOptionUsage, lambda error: f"选项 {error.option_name} 后面缺少内容"),
    (click.BadParameter, _bad_value),
    (click.UsageError, _usage),
)
