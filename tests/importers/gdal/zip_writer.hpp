// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace importers_tests {

/// Writes zip archives that may lie. What an entry says of itself can be changed before it is written.
class ZipWriter {
 public:
  struct Entry {
    std::string name;
    std::string data;  ///< as it lies in the archive
    std::uint32_t checksum = 0;
    std::uint64_t size = 0;        ///< said
    std::uint64_t compressed = 0;  ///< said
    std::uint16_t method = 8;
    std::uint16_t flags = 0;
    std::uint16_t made_by = 20;
    std::uint32_t attributes = 0;
    std::string local_name;  ///< in the entry's own header
    std::uint64_t offset = 0;
  };

  void add(const std::string& name, const std::string& content, const std::function<void(Entry&)>& change = {});
  /// Without compression.
  void store(const std::string& name, const std::string& content);
  /// May be changed before finish(): places in the archive, for one.
  std::vector<Entry>& entries() { return m_entries; }
  std::string finish(const std::string& comment = "");

 private:
  std::string m_bytes;
  std::vector<Entry> m_entries;
};

}  // namespace importers_tests
