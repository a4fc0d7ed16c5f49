// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace importers::child {

/// Writes a zip archive without compression, as plain as one can be.
class StoredZip {
 public:
  void add(std::string_view name, std::string_view content);
  /// The archive; nothing can be added after it.
  std::string finish();

 private:
  std::string m_bytes;
  std::string m_directory;
  std::uint16_t m_count = 0;
};

}  // namespace importers::child
