// SPDX-License-Identifier: Apache-2.0
#include "importers/in_blocks.hpp"

#include <utility>
#include <vector>

namespace importers {
namespace {

constexpr std::size_t large_row_bytes = std::size_t{64} << 10U;  // its memory is given back at once

struct Block {
  std::vector<CheckedRow> rows = std::vector<CheckedRow>(rows_in_block);
  std::size_t size = 0;
  bool is_last = false;
};

void fill(Block& block, const std::function<bool(CheckedRow&)>& check) {
  std::size_t bytes = 0;
  block.size = 0;
  while (block.size < block.rows.size() && bytes < bytes_in_block) {
    CheckedRow& row = block.rows[block.size];
    block.is_last = !check(row);
    if (block.is_last) { return; }
    bytes += row.bytes;
    ++block.size;
  }
}

void empty(Block& block, const std::function<void(CheckedRow&)>& take) {
  for (std::size_t i = 0; i < block.size; ++i) {
    CheckedRow& row = block.rows[i];
    take(row);
    if (row.bytes > large_row_bytes) { row = CheckedRow(); }
  }
}

}  // namespace

void in_blocks(const geo::Workers& workers, const std::function<bool(CheckedRow&)>& check, const std::function<void(CheckedRow&)>& take,
               const std::function<void()>& between) {
  Block full;
  Block next;
  while (!full.is_last) {
    workers(2, [&](std::size_t task) { task == 0 ? empty(full, take) : fill(next, check); });
    std::swap(full, next);
    between();
  }
  empty(full, take);
  between();
}

}  // namespace importers
