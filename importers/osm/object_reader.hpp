// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/osm/blobs.hpp"
#include "importers/osm/block.hpp"
#include "importers/read/record.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace importers::osm {

/// What the readers of both layers share: the walk over the objects of a file, and a record out of texts.
class ObjectReader : public Reader {
 public:
  [[nodiscard]] const std::vector<Column>& columns() const override { return m_columns; }
  [[nodiscard]] const SourceInfo& info() const override { return m_info; }

 protected:
  ObjectReader(Blobs blobs, const ReadLimits& limits, const std::vector<std::string_view>& columns);

  /// A walk over the objects of a kind, in the blocks that begin in [offset, end).
  class Walk {
   public:
    Walk(Blobs& blobs, Wanted wanted, std::uint64_t offset, std::uint64_t end)
        : m_blobs(blobs), m_wanted(wanted), m_offset(offset), m_end(end) {}

    /// Kind::none at the end. Throws geo::Error{input} for a damaged block.
    Kind next(Object& object);
    /// Where the block begins that is being read, and where the next one does.
    [[nodiscard]] std::uint64_t block_at() const { return m_block_at; }
    [[nodiscard]] std::uint64_t offset() const { return m_offset; }

   private:
    Blobs& m_blobs;
    Wanted m_wanted;
    std::uint64_t m_offset;
    std::uint64_t m_end;
    std::uint64_t m_block_at = 0;
    std::string m_bytes;
    std::optional<BlockReader> m_block;
  };

  /// Makes `record` of the cells (one a column; no data: absent), numbers it, and finds what is no text.
  void fill(Record& record, const std::vector<std::string_view>& cells);
  void note(std::string en, std::string pt);
  [[nodiscard]] Blobs& file() { return m_blobs; }
  [[nodiscard]] const Blobs& file() const { return m_blobs; }

 private:
  Blobs m_blobs;
  SourceInfo m_info;
  ReadLimits m_limits;
  std::vector<Column> m_columns;
  std::int64_t m_index = 0;
};

/// Layers, each in the file of its name.
std::unique_ptr<Reader> places_reader(Blobs blobs, const ReadLimits& limits);
/// `batch_nodes`: how many nodes' positions are held at once, 20 bytes each.
std::unique_ptr<Reader> roads_reader(Blobs blobs, const ReadLimits& limits, std::size_t batch_nodes = 4'000'000);

}  // namespace importers::osm
