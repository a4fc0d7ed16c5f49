#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a CSV of invented incidents for benchmarks: make_incidents.py ROWS FILE. The same bytes for the same ROWS."""
import random
import sys
from datetime import datetime, timedelta

rows, path = int(sys.argv[1]), sys.argv[2]
rng = random.Random(20230315)
categories = ["0401", "0501", "0502", "02011", "0201", "0504", "X2"]
kinds = ["community", "csc", "prm", "ngo"]
centres = [(38.0 + rng.random() * 2.5, -14.0 + rng.random() * 3.0) for _ in range(200)]
start = datetime(2015, 1, 1)
with open(path, "w", encoding="utf-8", newline="") as out:
    out.write("incident_id,occurred_on,category,severity,latitude,longitude,gps_precision,source_type,localidade\n")
    for i in range(rows):
        lon, lat = centres[rng.randrange(200)]
        when = start + timedelta(minutes=rng.randrange(10 * 525600))
        out.write(f"{i + 1},{when:%Y-%m-%d %H:%M},{categories[rng.randrange(7)]},{rng.randrange(6)},"
                  f"{lat + rng.gauss(0, 0.03):.6f},{lon + rng.gauss(0, 0.03):.6f},{rng.randrange(3, 60)},"
                  f"{kinds[rng.randrange(4)]},Bairro {rng.randrange(500)}\n")
