#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Input of bench/statistics_vs_peers.sh: plain numbers in CSV files of the folder named, the same each time.

points.csv   x,y in metres: a million places, a fifth anywhere in 250 by 300 km, the others around 200 towns; some.csv: 20,000 of another such country
city.csv     x,y in metres: a million places in 40 by 30 km, a third anywhere, the others in twelve quarters
cells.csv    value: counts of 316 x 316 squares, row by row
regions.csv  x,y,cases,population of 3,000 regions
"""
import math
import random
import sys
from pathlib import Path


def clustered(count, box, towns, scatter, anywhere_every):
    west, south, east, north = box
    centres = [(random.uniform(west, east), random.uniform(south, north)) for _ in range(towns)]
    for i in range(count):
        if i % anywhere_every == 0:
            yield random.uniform(west, east), random.uniform(south, north)
        else:
            x, y = random.choice(centres)
            yield random.gauss(x, scatter), random.gauss(y, scatter)


def poisson(mean):
    limit, number, product = math.exp(-mean), 0, random.random()
    while product > limit:
        number += 1
        product *= random.random()
    return number


def write(path, head, rows):
    with open(path, "w", encoding="ascii") as out:
        out.write(head + "\n")
        for row in rows:
            out.write(",".join(f"{value:.2f}".rstrip("0").rstrip(".") for value in row) + "\n")


def main():
    folder = Path(sys.argv[1])
    random.seed(7)
    write(folder / "points.csv", "x,y", clustered(1_000_000, (500_000, 8_500_000, 750_000, 8_800_000), 200, 700, 5))
    write(folder / "some.csv", "x,y", clustered(20_000, (500_000, 8_500_000, 750_000, 8_800_000), 200, 700, 5))
    write(folder / "city.csv", "x,y", clustered(1_000_000, (0, 0, 40_000, 30_000), 12, 1500, 3))
    write(folder / "cells.csv", "value", ((poisson(3),) for _ in range(316 * 316)))
    people = [random.randint(500, 5500) for _ in range(3000)]
    write(folder / "regions.csv", "x,y,cases,population",
          ((random.uniform(0, 100_000), random.uniform(0, 100_000), poisson(0.002 * n), n) for n in people))


main()
