// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/columns.hpp"

namespace geo {

Columns::Columns(const Collection& schema, const std::vector<Wanted>& wanted) {
  for (const Wanted& w : wanted) {
    const Field* field = schema.field(w.name);
    const bool is_text = field != nullptr && (field->type == FieldType::text || field->type == FieldType::code);
    const bool is_number = field != nullptr && !is_text && field->type != FieldType::json;
    const bool fits = field != nullptr && field->hot && (w.is_text ? is_text : is_number);
    m_place.push_back(fits ? std::optional(m_names.size()) : std::nullopt);
    if (fits) { m_names.push_back(w.name); }
  }
}

const ColumnView* Columns::column(const BatchView& batch, std::size_t row, std::size_t which) const {
  if (!m_place[which]) { return nullptr; }
  const ColumnView& found = batch.columns[*m_place[which]];
  return found.is_null(row) ? nullptr : &found;
}

std::string_view Columns::text(const BatchView& batch, std::size_t row, std::size_t which) const {
  const ColumnView* found = column(batch, row, which);
  return found == nullptr ? std::string_view() : found->text(row);
}

std::optional<double> Columns::real(const BatchView& batch, std::size_t row, std::size_t which) const {
  const ColumnView* found = column(batch, row, which);
  if (found == nullptr) { return std::nullopt; }
  return found->type == FieldType::real ? found->real(row) : static_cast<double>(found->integer(row));
}

std::optional<std::int64_t> Columns::integer(const BatchView& batch, std::size_t row, std::size_t which) const {
  const ColumnView* found = column(batch, row, which);
  if (found == nullptr || found->type == FieldType::real) { return std::nullopt; }
  return found->integer(row);
}

}  // namespace geo
