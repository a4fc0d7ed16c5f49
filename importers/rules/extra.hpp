// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace importers {

/// Builds the one JSON object of strings in which columns without a field of their own are kept.
class ExtraWriter {
 public:
  static constexpr std::size_t value_bytes = 4096;
  static constexpr std::size_t total_bytes = std::size_t{32} * 1024;

  void clear() { m_json.clear(); }
  /// `key`: the column's name as json_key() made it. False when something had to be cut or left out.
  bool add(std::string_view key, std::string_view value);
  [[nodiscard]] bool empty() const { return m_json.empty(); }
  /// The object. Precondition: not empty.
  const std::string& finish();

 private:
  std::string m_json;
};

/// `"name":`, ready to be put before a value.
std::string json_key(std::string_view name);

}  // namespace importers
