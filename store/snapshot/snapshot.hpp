// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/snapshot/segment.hpp"

#include <memory>
#include <vector>

namespace store {

/// One bit a row; set: the row of this segment has been superseded or deleted.
using Bits = std::vector<std::uint64_t>;

struct Part {
  std::shared_ptr<const Segment> segment;
  std::shared_ptr<const Bits> dead;  ///< nullptr: all rows live
};

/// The current rows of one collection at one rev, for every role: segments and what has died in them since. Immutable; a
/// newer one shares the segments it can.
struct Snapshot {
  geo::Collection schema;
  geo::Rev rev = 0;
  std::vector<Part> parts;

  [[nodiscard]] std::size_t live_rows() const;
  [[nodiscard]] std::size_t bytes() const;
};

/// What changed after a snapshot: the fids that have a newer version, and those versions that are not deletions.
struct Changes {
  geo::Rev rev = 0;
  std::vector<geo::Fid> fids;  ///< every row that was inserted, changed or deleted, ascending
  std::vector<std::shared_ptr<const Segment>> segments;
};

/// `old` with the changes on top. Small segments are merged as they pile up, so that reading stays quick however many
/// commits there were. Cost: the changed rows, times log(rows).
std::shared_ptr<const Snapshot> advance(const Snapshot& old, const Changes& changes);

inline bool is_set(const Bits& bits, std::size_t i) { return ((bits[i >> 6U] >> (i & 63U)) & 1U) != 0; }

}  // namespace store
