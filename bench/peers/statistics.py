#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""DBSCAN by scikit-learn: prints milliseconds of the call alone, and the number of clusters. usage: statistics.py FILE"""
import sys
import time

import numpy
from sklearn.cluster import DBSCAN

points = numpy.loadtxt(sys.argv[1], delimiter=",", skiprows=1)
started = time.perf_counter()
labels = DBSCAN(eps=100, min_samples=20, n_jobs=2).fit(points).labels_
print(f"{1000 * (time.perf_counter() - started):.1f} {labels.max() + 1}")
