// SPDX-License-Identifier: Apache-2.0
#include "geo/table/row_rule.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace geo {
namespace {

constexpr std::array<const char*, 3> area_fields{"admin1_pcode", "admin2_pcode", "admin3_pcode"};
constexpr Confidentiality sees_protected = most_confidential;
constexpr Confidentiality sees_sensitive = 2;

}  // namespace

CodeSet hidden_codes(const Field& field, const std::vector<CodeList>& lists, Confidentiality level) {
  const Care hidden_from = level < sees_sensitive ? Care::sensitive : Care::never_point;
  CodeSet codes;
  for (const CodeList& list : lists) {
    if (field.type != FieldType::code || list.id != field.code_list) { continue; }
    for (const Code& code : list.codes) {
      if (level < sees_protected && list.care(code) >= hidden_from) { codes.insert(code.code); }
    }
  }
  return codes;
}

RowRule::RowRule(const Role& role, const Collection& collection, const std::vector<CodeList>& code_lists)
    : m_level_field(collection.index_of("confidentiality")), m_areas(role.areas), m_bound(!role.areas.empty()) {
  const Grant grant = grant_of(role, collection.id);
  m_level = grant.exact ? grant.rows : Confidentiality{-1};
  for (const char* name : area_fields) { m_area_fields.push_back(collection.index_of(name)); }
  m_all = collection.result.has_value() || (m_level >= most_confidential && !m_bound);
  if (m_level >= sees_protected) { return; }
  for (std::size_t i = 0; i < collection.fields.size(); ++i) {
    auto codes = hidden_codes(collection.fields[i], code_lists, m_level);
    if (!codes.empty()) { m_protected.push_back({collection.fields[i].name, static_cast<int>(i), std::move(codes)}); }
  }
}

bool RowRule::admits(const Row& row) const {
  if (m_all) { return true; }
  const auto value = [&](int index) -> const Value* {
    return index < 0 || static_cast<std::size_t>(index) >= row.values.size() ? nullptr : &row.values[static_cast<std::size_t>(index)];
  };
  const Value* said = value(m_level_field);
  const auto* level = said == nullptr ? nullptr : std::get_if<std::int64_t>(said);
  if (level == nullptr ? m_level < most_confidential : *level > m_level) { return false; }
  for (const ProtectedField& field : m_protected) {
    const Value* code = value(field.index);
    const auto* text = code == nullptr ? nullptr : std::get_if<std::string>(code);
    if (text != nullptr && field.codes.contains(*text)) { return false; }
  }
  if (!m_bound || (level != nullptr && *level <= 0)) { return true; }
  return std::any_of(m_area_fields.begin(), m_area_fields.end(), [&](int index) {
    const Value* area = value(index);
    const auto* text = area == nullptr ? nullptr : std::get_if<std::string>(area);
    return text != nullptr && std::binary_search(m_areas.begin(), m_areas.end(), *text);
  });
}

RowSieve::Marks RowSieve::marks(const ColumnView& column, const std::function<bool(std::string_view)>& is_marked) {
  Marks marks{column, {}};
  for (std::uint32_t i = 0; i < column.strings.size; ++i) { marks.marked.push_back(is_marked(column.strings[i])); }
  return marks;
}

RowSieve::RowSieve(const RowRule& rule, const std::function<ColumnView(std::string_view, FieldType)>& column)
    : m_all(rule.m_all), m_bound(rule.m_bound), m_level(rule.m_level) {
  if (m_all) { return; }
  m_levels = column("confidentiality", FieldType::integer);
  for (const RowRule::ProtectedField& field : rule.m_protected) {
    m_protected.push_back(marks(column(field.name, FieldType::code), [&](std::string_view code) { return field.codes.contains(code); }));
  }
  if (!m_bound) { return; }
  for (const char* name : area_fields) {
    m_areas.push_back(marks(column(name, FieldType::text),
                            [&](std::string_view area) { return std::binary_search(rule.m_areas.begin(), rule.m_areas.end(), area); }));
  }
}

bool RowSieve::admits(std::size_t row) const {
  if (m_all) { return true; }
  const bool unsaid = m_levels.is_null(row);
  if (unsaid ? m_level < most_confidential : m_levels.integer(row) > m_level) { return false; }
  const auto has = [row](const Marks& marks) { return marks.has(row); };
  if (std::any_of(m_protected.begin(), m_protected.end(), has)) { return false; }
  if (!m_bound || (!unsaid && m_levels.integer(row) <= 0)) { return true; }
  return std::any_of(m_areas.begin(), m_areas.end(), has);
}

}  // namespace geo
