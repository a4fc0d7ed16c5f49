// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/child/input.hpp"
#include "importers/gdal/formats.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace importers::child {

/// A zip archive of strangers. Everything that its directory says is checked against the bytes: where entries lie (they may not
/// overlap), how long they are, their checksums. Entries are inflated one by one, and what really comes out is counted: over the
/// format's limit, or more than a hundredfold of what went in (after the first 20 MB), is refused. Names decide nothing but what an
/// entry is for; nothing is ever written under them.
class Archive {
 public:
  struct Entry {
    std::string name;
    bool is_folder = false;
    std::uint64_t offset = 0;      ///< of its local header
    std::uint64_t compressed = 0;  ///< bytes in the archive
    std::uint64_t size = 0;        ///< bytes unpacked, as the directory says
    std::uint32_t checksum = 0;
    bool deflated = false;
  };

  /// Reads the directory. Throws Refusal{"archive-…"}: -cut, -directory, -overlap, -encrypted, -entries (too many), -link, -kind
  /// (split, ZIP64, other compressions).
  Archive(const Input& input, const GdalFormat& format);

  /// In the order of the directory, folders left out.
  [[nodiscard]] const std::vector<Entry>& entries() const { return m_entries; }
  /// Throws Refusal{"archive-entry"} for a damaged one, {"archive-size"}, {"archive-ratio"}.
  std::string unpack(const Entry& entry);

 private:
  void read_directory(std::uint64_t offset, std::uint64_t size, std::size_t count);
  void check_places(std::uint64_t directory) const;
  [[nodiscard]] std::uint64_t data_of(const Entry& entry) const;
  void count(std::uint64_t bytes_in, std::uint64_t bytes_out);
  std::string inflate_entry(const Entry& entry, std::uint64_t data);

  const Input& m_input;
  const GdalFormat& m_format;
  std::vector<Entry> m_entries;
  std::uint64_t m_in = 0;
  std::uint64_t m_out = 0;
};

}  // namespace importers::child
