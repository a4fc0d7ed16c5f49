// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/osm/pbf_input.hpp"
#include "importers/read/limits.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace importers::osm {

/// Whether a file begins as OpenStreetMap's PBF does; 32 bytes are enough.
bool looks_like_pbf(std::string_view first_bytes);

/// The blocks of a PBF file (wiki.openstreetmap.org/wiki/PBF_Format), one at a time. Sizes are checked before memory is taken: a
/// header has 64 KB at most, a blob 32 MB, as stored and inflated, as the format has it; the whole file may not inflate to more than
/// limits.inflate_ratio times its size. Throws geo::Error{input} for what is not so: truncated, damaged, another compression than
/// zlib, a required feature that is not known here.
class Blobs {
 public:
  /// Reads the file's header. `name` is for sentences.
  Blobs(std::unique_ptr<PbfInput> input, std::string name, const ReadLimits& limits);

  /// Where the first block of data lies.
  [[nodiscard]] std::uint64_t begin() const { return m_begin; }
  [[nodiscard]] std::uint64_t size() const { return m_input->size(); }
  /// Reads the block of data at `offset` or after it, inflated, and moves `offset` behind it. False at the end of the file.
  bool read(std::uint64_t& offset, std::string& block);

  /// The file is damaged: `en` and `pt` say how.
  [[noreturn]] void refuse_file(std::string_view en, std::string_view pt) const;

 private:
  struct Frame {
    std::string type;
    std::uint64_t blob_at = 0;
    std::size_t blob_bytes = 0;
  };

  bool read_frame(std::uint64_t offset, Frame& frame);
  void read_exactly(std::uint64_t offset, char* into, std::size_t size);
  void inflate_blob(const Frame& frame, std::string& block);
  void inflate(std::string_view compressed, std::size_t raw_bytes, std::string& block);
  void check_header(std::string_view block) const;
  void count(std::uint64_t offset, std::size_t stored, std::size_t inflated);

  std::unique_ptr<PbfInput> m_input;
  std::string m_name;
  ReadLimits m_limits;
  std::uint64_t m_begin = 0;
  std::string m_stored;
  std::uint64_t m_counted_to = 0;  // offset up to which blobs were counted; later passes count nothing twice
  std::uint64_t m_stored_bytes = 0;
  std::uint64_t m_inflated_bytes = 0;
};

}  // namespace importers::osm
