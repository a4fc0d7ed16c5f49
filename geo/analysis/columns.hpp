// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/column.hpp"
#include "geo/table/schema.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geo {

/// Some columns of a view by their place in a list of wanted names. One that the view does not have — its collection has none, its
/// role may not see it, it is cold or of another type — reads as null everywhere.
class Columns {
 public:
  struct Wanted {
    std::string name;
    bool is_text;  ///< or a number, a day, a time, a yes or no
  };
  Columns(const Collection& schema, const std::vector<Wanted>& wanted);

  /// What to ask View::scan() for.
  [[nodiscard]] const std::vector<std::string>& names() const { return m_names; }

  /// `which` counts in the list of wanted names. Empty for null.
  [[nodiscard]] std::string_view text(const BatchView& batch, std::size_t row, std::size_t which) const;
  [[nodiscard]] std::optional<double> real(const BatchView& batch, std::size_t row, std::size_t which) const;
  /// Of integers, dates, times and booleans.
  [[nodiscard]] std::optional<std::int64_t> integer(const BatchView& batch, std::size_t row, std::size_t which) const;

 private:
  [[nodiscard]] const ColumnView* column(const BatchView& batch, std::size_t row, std::size_t which) const;

  std::vector<std::string> m_names;
  std::vector<std::optional<std::size_t>> m_place;  ///< of the wanted ones in m_names
};

}  // namespace geo
