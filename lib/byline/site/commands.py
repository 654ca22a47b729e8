"""The command `byline site`: writes the browser edition, or opens it on this computer."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from byline.jupyter import Mistake

Args = argparse.Namespace


def add_site(add: Callable[..., argparse.ArgumentParser]) -> None:
    """`byline site OUT`."""
    parser = add(
        "site", help="the lessons as pages, for one link",
        description="Writes the lessons as a folder of pages that any web server, or a school's own computer, can hand "
                    "out: students need nothing but a browser, and nothing they answer leaves it.",
        epilog="Examples: byline site pages                           all lessons, with their feedback\n"
               "          byline site pages --serve                   open them here\n"
               "          byline site pages --sealed --class 9B       without keys; a link for each student\n"
               "          byline site pages --lessons 00,01 --seed flood",
    )  # fmt: skip
    parser.add_argument("out", metavar="OUT", help="the folder to write; what a site of before had in it goes")
    parser.add_argument("--lessons", metavar="00,01", help="some lessons alone, by their numbers")
    parser.add_argument("--seed", metavar="NAME", help="one text alone, a folder in “seeds”")
    parser.add_argument("--sealed", action="store_true", help="without keys: feedback when you give it out")
    parser.add_argument("--class", dest="group", default="", metavar="CLASS", help="a class: a link for each student")
    parser.add_argument("--base", default="/", metavar="/PATH/", help="where it will be: a path or a whole address")
    parser.add_argument("--pyodide", metavar="FOLDER", help="a whole Pyodide, for charts in the notebooks, too")
    parser.add_argument("--cdn", default="", metavar="ADDRESS",
                        help="load Python from this address instead (not tried here)")  # fmt: skip
    parser.add_argument("--serve", action="store_true", help="open it in the browser, on this computer alone")
    parser.add_argument("--no-browser", action="store_true", help="with --serve: print the address alone")
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="with --serve (8000)")
    parser.set_defaults(run=make_site)


def make_site(args: Args, more: Sequence[str]) -> int:
    """Write the site, unless it is there and is only to be opened; then open it, if that was asked."""
    from byline.classroom.classes import open_class
    from byline.site.build import MARK, Wanted, build_site, described
    from byline.site.serving import serve

    out, base = Path(args.out), args.base if args.base.endswith("/") else f"{args.base}/"
    wanted = Wanted(
        lessons=_listed(args.lessons), seeds=_listed(args.seed), sealed=args.sealed, group=args.group, base=base,
        cdn=args.cdn, pyodide=Path(args.pyodide) if args.pyodide else None,
    )  # fmt: skip
    if args.group:
        open_class(args.group)  # says at once where there is none
    if args.serve and (out / MARK).is_file() and wanted == Wanted():
        print(f"Opening what is there: {described(out)}. To write it anew, leave out --serve.")
    else:
        build_site(out, wanted, lambda line: print(line, flush=True))
        print(_links(args.group, base), end="")
        print(f"Done: {out}. {_what_now(out)}", flush=True)
    if args.serve:
        serve(out, args.port, browser=not args.no_browser)
    return 0


def _listed(names: str | None) -> tuple[str, ...]:
    """Names with commas between them; none where nothing was said. Raises Mistake where nothing is named."""
    found = tuple(name.strip() for name in (names or "").split(",") if name.strip())
    if names is not None and not found:
        raise Mistake("Name at least one after --lessons or --seed, or leave it out for all.")
    return found


def _links(group: str, base: str) -> str:
    """Write the links of a class, if one was named, and say where they are."""
    if not group:
        return ""
    from byline.site.links import write_links

    whole = "" if "://" in base else " They begin with a path: say --base https://…/ for whole addresses."
    return f"Links, one for each student: {write_links(group, base)}.{whole}\n"


def _what_now(out: Path) -> str:
    """What to do with the folder."""
    return (f"Copy the folder to a web server (a school’s, GitHub Pages …) and give your students its address, or open "
            f"it here: the same line with --serve at its end, {out.name} --serve.")  # fmt: skip

