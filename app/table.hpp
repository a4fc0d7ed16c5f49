// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace app {

/// Columns for a terminal, as wide as what stands in them. A heading that begins with '>' is of numbers, set to the right.
class Table {
 public:
  explicit Table(std::vector<std::string> headings);

  void add(std::vector<std::string> cells);
  [[nodiscard]] bool empty() const { return m_rows.empty(); }
  /// With its headings; nothing when there is no row. Spaces at the end of a line are left out.
  [[nodiscard]] std::string text() const;

 private:
  [[nodiscard]] std::string line(const std::vector<std::string>& cells) const;

  std::vector<std::string> m_headings;
  std::vector<bool> m_to_the_right;
  std::vector<std::size_t> m_widths;
  std::vector<std::vector<std::string>> m_rows;
};

}  // namespace app
