#!/usr/bin/env python3
"""Divides a wide CSV file by time into parts with a header each.

    split_rows.py FILE FOLDER [--parts 4] [--overlap 0]

Parts need not overlap: forecast solve makes the windows that lie in two parts of the rows at the ends of both.
"""
import argparse
import pathlib


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file")
    parser.add_argument("folder")
    parser.add_argument("--parts", type=int, default=4)
    parser.add_argument("--overlap", type=int, default=0, help="rows that a part has of the one before it")
    options = parser.parse_args()
    header, *rows = pathlib.Path(options.file).read_text().splitlines(keepends=True)
    folder = pathlib.Path(options.folder)
    folder.mkdir(parents=True, exist_ok=True)
    for part in range(options.parts):
        start = max(0, part * len(rows) // options.parts - (options.overlap if part else 0))
        end = (part + 1) * len(rows) // options.parts
        (folder / f"part-{part:05d}.csv").write_text(header + "".join(rows[start:end]))


if __name__ == "__main__":
    main()
