// SPDX-License-Identifier: Apache-2.0
#include "store/snapshot/snapshot.hpp"

#include "store/snapshot/segment_builder.hpp"

#include <algorithm>
#include <bit>

namespace store {
namespace {

constexpr std::size_t small_rows = 1U << 16U;
constexpr std::size_t many_small = 6;

std::size_t count(const Bits& bits) {
  std::size_t n = 0;
  for (const std::uint64_t word : bits) { n += static_cast<std::size_t>(std::popcount(word)); }
  return n;
}

std::size_t live(const Part& part) { return part.segment->rows() - (part.dead ? count(*part.dead) : 0); }

/// The part with the given rows struck out; shares everything when none of them lives here.
Part strike(const Part& part, const std::vector<geo::Fid>& fids) {
  std::shared_ptr<Bits> dead;
  for (const geo::Fid fid : fids) {
    const std::size_t row = part.segment->find(fid);
    if (row == part.segment->rows()) { continue; }
    if (!dead) { dead = part.dead ? std::make_shared<Bits>(*part.dead) : std::make_shared<Bits>((part.segment->rows() + 63) / 64); }
    (*dead)[row >> 6U] |= std::uint64_t{1} << (row & 63U);
  }
  return dead ? Part{part.segment, dead} : part;
}

void merge_small(Snapshot& snapshot) {
  const auto is_small = [](const Part& p) { return live(p) < small_rows; };
  if (static_cast<std::size_t>(std::count_if(snapshot.parts.begin(), snapshot.parts.end(), is_small)) <= many_small) { return; }
  std::vector<Part> merged;
  auto builder = std::make_unique<SegmentBuilder>(snapshot.schema);
  const auto finish = [&] {
    if (builder->size() != 0) { merged.push_back({builder->build(), nullptr}); }
    builder = std::make_unique<SegmentBuilder>(snapshot.schema);
  };
  for (const Part& part : snapshot.parts) {
    if (!is_small(part)) { continue; }
    for (std::size_t row = 0; row < part.segment->rows(); ++row) {
      if (part.dead && is_set(*part.dead, row)) { continue; }
      builder->add_from(*part.segment, row);
      // One commit can make many large parts small at once.
      if (builder->size() == max_segment_rows) { finish(); }
    }
  }
  finish();
  std::erase_if(snapshot.parts, is_small);
  snapshot.parts.insert(snapshot.parts.end(), merged.begin(), merged.end());
}

}  // namespace

std::size_t Snapshot::live_rows() const {
  std::size_t n = 0;
  for (const Part& part : parts) { n += live(part); }
  return n;
}

std::size_t Snapshot::bytes() const {
  std::size_t n = 0;
  for (const Part& part : parts) { n += part.segment->bytes().size(); }
  return n;
}

std::shared_ptr<const Snapshot> advance(const Snapshot& old, const Changes& changes) {
  auto next = std::make_shared<Snapshot>();
  next->schema = old.schema;
  next->rev = changes.rev;
  for (const Part& part : old.parts) {
    Part struck = strike(part, changes.fids);
    if (live(struck) != 0) { next->parts.push_back(std::move(struck)); }
  }
  for (const auto& segment : changes.segments) { next->parts.push_back({segment, nullptr}); }
  merge_small(*next);
  return next;
}

}  // namespace store
