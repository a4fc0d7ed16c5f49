// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/plain/tests.hpp"

#include <cstdint>
#include <string>
#include <vector>

// What scans of circles and of cylinders share.

namespace geo::plain {

/// --max-share, --min-cases, --clusters, --permutations and --seed.
struct ScanLimits {
  double max_share = 0, min_cases = 0;
  std::size_t max_clusters = 0;
  PermutationOptions drawings;
};
ScanLimits scan_limits(Question& question);

/// Ids of rows in use, in the order of the file.
std::vector<std::string> scan_members(const Question& question, std::vector<std::uint32_t> members);

/// That so many of the drawings' maxima do not exceed.
double scan_quantile(std::vector<double> maxima, double share);

/// The scan with --time or --shapes.
void run_scan_cylinders(Question& question, PlainResult& result);

}  // namespace geo::plain
