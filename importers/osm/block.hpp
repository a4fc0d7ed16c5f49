// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace importers::osm {

/// A position on the lattice of geo/base/lonlat.hpp.
struct Place {
  static constexpr std::int32_t nowhere = INT32_MAX;
  std::int32_t lon = nowhere;
  std::int32_t lat = nowhere;

  [[nodiscard]] bool is_known() const { return lon != nowhere; }
  bool operator==(const Place&) const = default;
};

using Tag = std::pair<std::string_view, std::string_view>;

/// A node or a way of a block. Views into the block, valid until the next one is read.
struct Object {
  std::int64_t id = 0;
  std::vector<Tag> tags;
  Place place;                      ///< of a node; unknown when the file gives none on earth
  std::vector<std::int64_t> nodes;  ///< of a way
  std::vector<Place> places;        ///< of a way, when the file has them there (LocationsOnWays); else empty

  /// Value of a tag; empty when it has none.
  [[nodiscard]] std::string_view tag(std::string_view key) const;
};

enum class Kind : std::uint8_t { none, node, way };

/// What is to be taken out of a block; the rest is passed over without decoding it.
struct Wanted {
  bool nodes = false;
  bool tags_of_nodes = false;
  bool ways = false;
};

/// Reads the objects of one inflated block one after the other. Holds no more than one object and the table of strings: a tag that
/// a million nodes share is never copied a million times. Throws protozero::exception for bytes that are no such block, and
/// Damaged for references that lead nowhere and for objects beyond any real one.
class BlockReader {
 public:
  struct Damaged {};

  /// `block` must outlive it.
  BlockReader(std::string_view block, Wanted wanted);
  BlockReader(const BlockReader&) = delete;
  BlockReader& operator=(const BlockReader&) = delete;
  BlockReader(BlockReader&&) noexcept;
  BlockReader& operator=(BlockReader&&) noexcept;
  ~BlockReader();

  Kind next(Object& object);

 private:
  class State;
  std::unique_ptr<State> m_state;
};

}  // namespace importers::osm
