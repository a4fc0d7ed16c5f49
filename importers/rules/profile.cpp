// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/profile.hpp"

#include "geo/base/text.hpp"
#include "importers/rules/cell.hpp"

#include <algorithm>
#include <tuple>

namespace importers {
namespace {

constexpr std::size_t most_words = 1000;  // a column with more is free text

bool is_number(geo::FieldType type) { return type == geo::FieldType::integer || type == geo::FieldType::real; }
bool is_date(geo::FieldType type) { return type == geo::FieldType::date || type == geo::FieldType::time; }
bool order_matters(DateForm form) { return form == DateForm::day_month_year || form == DateForm::month_day_year; }

}  // namespace

ProfileVote::ProfileVote(const geo::Collection& collection, const Mapping& mapping)
    : m_kinds(mapping.size(), Kind::other),
      m_forms(mapping.size(), std::vector<std::int64_t>(forms, 0)),
      m_times(mapping.size()),
      m_spellings(mapping.size()) {
  for (std::size_t c = 0; c < mapping.size(); ++c) {
    const ColumnUse& use = mapping[c];
    if (use.use == Use::latitude || use.use == Use::longitude) { m_kinds[c] = Kind::number; }
    if (use.use != Use::field) { continue; }
    const geo::FieldType type = collection.fields[static_cast<std::size_t>(use.field)].type;
    if (is_number(type)) { m_kinds[c] = Kind::number; }
    if (is_date(type)) { m_kinds[c] = Kind::date; }
    if (type == geo::FieldType::code) { m_kinds[c] = Kind::code; }
  }
}

void ProfileVote::add(const std::vector<std::string_view>& cells) {
  m_serials.start_row();
  for (std::size_t c = 0; c < std::min(cells.size(), m_kinds.size()); ++c) {
    if (m_kinds[c] == Kind::other) { continue; }
    const std::string_view cell = trim_cell(cells[c]);
    if (cell.empty()) { continue; }
    switch (m_kinds[c]) {
      case Kind::number: m_numbers.add(cell); break;
      case Kind::date: add_date(c, cell); break;
      case Kind::code: add_word(c, cell); break;
      case Kind::other: break;
    }
  }
  m_serials.end_row();
}

void ProfileVote::add_date(std::size_t column, std::string_view cell) {
  m_dates.add(cell);
  const auto day_first = parse_date(cell, DateOrder::day_month);
  const auto month_first = day_first && !order_matters(day_first->form) ? day_first : parse_date(cell, DateOrder::month_day);
  const auto& read = day_first ? day_first : month_first;
  if (!read) { return; }
  if (order_matters(read->form)) {
    m_asked = true;
    m_proven = m_proven || day_first.has_value() != month_first.has_value();
  }
  ++m_forms[column][static_cast<std::size_t>(read->form)];
  m_times[column].add(*read);
  m_serials.add(*read);
}

void ProfileVote::add_word(std::size_t column, std::string_view cell) {
  Spellings& words = m_spellings[column];
  auto it = words.find(geo::fold_name(cell));
  if (it == words.end()) {
    if (words.size() >= most_words) { return; }
    it = words.emplace(geo::fold_name(cell), TextMap<std::int64_t>()).first;
  }
  ++it->second[std::string(cell)];
}

Profile ProfileVote::decide() const {
  Profile p;
  const NumberStyleVote::Decision numbers = m_numbers.decide();
  p.numbers = numbers.style;
  p.numbers_mixed = numbers.mixed;
  const DateOrderVote::Decision dates = m_dates.decide();
  p.dates = dates.order;
  p.dates_mixed = dates.mixed;
  p.dates_proven = m_proven;
  p.dates_asked = m_asked;
  for (const TimeVote& times : m_times) { p.times.push_back(times.decide()); }
  p.serials_from_1904 = m_serials.from_1904();
  const auto taken = static_cast<std::size_t>(p.dates == DateOrder::month_day ? DateForm::month_day_year : DateForm::day_month_year);
  const auto other = static_cast<std::size_t>(p.dates == DateOrder::month_day ? DateForm::day_month_year : DateForm::month_day_year);
  for (std::vector<std::int64_t> counts : m_forms) {
    counts[taken] += counts[other];  // the votes were read before the order was known
    counts[other] = 0;
    const auto most = std::max_element(counts.begin(), counts.end());
    p.usual_form.push_back(*most == 0 ? std::nullopt : std::optional(static_cast<DateForm>(most - counts.begin())));
  }
  for (const Spellings& words : m_spellings) {
    TextMap<std::string>& usual = p.usual_spelling.emplace_back();
    for (const auto& [folded, spellings] : words) {
      // Of two that are as frequent, the one that sorts last: "Ameaças" before "Ameacas".
      const auto most = std::max_element(spellings.begin(), spellings.end(), [](const auto& a, const auto& b) {
        return std::tie(a.second, a.first) < std::tie(b.second, b.first);
      });
      usual.emplace(folded, most->first);
    }
  }
  return p;
}

}  // namespace importers
