#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Invented incidents around clusters that are known, for bench/planted_hotspots.py. usage: make_planted.py FILE.csv

4,000 anywhere in a rectangle of Cabo Delgado in three years; six clusters of 60 to 250 between 400 m and 6 km wide, from a month to all the time.
"""
import csv
import datetime
import math
import random
import sys

BOX = (38.8, -13.6, 40.6, -11.2)
# number, standard deviation in metres, first day, days
PLANTED = [(60, 400, 0, 730), (80, 800, 150, 90), (120, 1500, 365, 180), (150, 2500, 517, 60), (200, 4000, 0, 1095), (250, 6000, 609, 30)]
START = datetime.date(2023, 1, 1)


def main():
    random.seed(11)
    west, south, east, north = BOX
    rows = [(random.uniform(west, east), random.uniform(south, north), random.randrange(1095), -1) for _ in range(4000)]
    for cluster, (number, deviation_m, first, days) in enumerate(PLANTED):
        lon, lat = random.uniform(west + 0.2, east - 0.2), random.uniform(south + 0.2, north - 0.2)
        for _ in range(number):
            x = lon + random.gauss(0, deviation_m) / (111_320 * math.cos(math.radians(lat)))
            rows.append((x, lat + random.gauss(0, deviation_m) / 110_600, first + random.randrange(days), cluster))
    random.shuffle(rows)
    with open(sys.argv[1], "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["incident_id", "latitude", "longitude", "occurred_on", "iccs", "uncertainty_m", "planted_cluster"])
        for i, (x, y, day, cluster) in enumerate(rows):
            out.writerow([i + 1, f"{y:.6f}", f"{x:.6f}", START + datetime.timedelta(day), "0401", random.choice([10, 10, 50, 500]), cluster])


main()
