// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/programme_rules.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace importers {
namespace {

constexpr geo::TimeMs ms_per_day = 86'400'000;
constexpr geo::DayNumber start_of_1975 = 1826;
constexpr std::array<std::string_view, 3> closed_states{"resolved", "referred", "not_feasible"};

std::optional<std::int64_t> whole(const Draft& draft, int field) {
  if (field < 0) { return std::nullopt; }
  const auto* v = std::get_if<std::int64_t>(&draft.staged.row.values[static_cast<std::size_t>(field)]);
  return v == nullptr ? std::nullopt : std::optional<std::int64_t>(*v);
}

std::string date_text(std::int64_t day) { return geo::format_date(static_cast<geo::DayNumber>(day)); }

}  // namespace

ProgrammeRules::ProgrammeRules(const geo::Collection& collection, geo::TimeMs now)
    : m_collection(collection), m_latest(static_cast<geo::DayNumber>((now + ms_per_day) / ms_per_day)) {
  const auto at = [&](std::string_view name) { return known_field(collection, name); };
  for (const geo::Field& field : collection.fields) { m_columns.push_back(field.name); }
  m_state = at("state");
  m_raised = at("raised_on");
  m_begins = std::max(at("held_on"), m_raised);
  m_ends = at("ends_on");
  m_agreed = at("agreed_on");
  m_started = at("started_on");
  m_closed = at("closed_on");
  m_due = at("due_on");
  m_confirmed = at("community_confirmed");
  const int women = at("participants_women");
  const int men = at("participants_men");
  m_people = {{at("attended_total"), at("attended_women"), at("attended_men"), {at("attended_youth"), at("attended_idp")}},
              {at("participants_total"), women, men},
              {women, -1, -1, {at("officers_women"), at("sergeants_women"), at("guards_women")}},
              {men, -1, -1, {at("officers_men"), at("sergeants_men"), at("guards_men")}}};
}

void ProgrammeRules::use_names_of(const Mapping& mapping) {
  for (std::size_t i = 0; i < m_columns.size(); ++i) {
    const int column = mapping.column_of(m_collection.fields[i].name);
    if (column >= 0) { m_columns[i] = mapping.name(static_cast<std::size_t>(column)); }
  }
}

void ProgrammeRules::check(const Draft& draft, RowNotes& notes) const {
  if (m_begins < 0) { return; }
  happened(draft, notes);
  if (notes.decided()) { return; }
  for (const People& p : m_people) { people(draft, p, notes); }
  if (m_state >= 0) { issue(draft, notes); }
}

void ProgrammeRules::happened(const Draft& draft, RowNotes& notes) const {
  const auto begins = whole(draft, m_begins);
  if (!begins) {
    notes.warn("time", column_of(m_begins), {});
    return;
  }
  if (*begins > m_latest) {
    notes.quarantine("T5", column_of(m_begins), date_text(*begins), {"in the future", "no futuro"});
  } else if (*begins < start_of_1975) {
    notes.quarantine("T5", column_of(m_begins), date_text(*begins), {"before 1975", "antes de 1975"});
  }
  const auto ends = whole(draft, m_ends);
  if (ends && *ends < *begins) {
    notes.warn("T5", column_of(m_ends), date_text(*ends), {"ends before it begins", "acaba antes de começar"});
  }
}

void ProgrammeRules::people(const Draft& draft, const People& people, RowNotes& notes) const {
  const auto total = whole(draft, people.total);
  if (!total) { return; }
  const auto women = whole(draft, people.women);
  const auto men = whole(draft, people.men);
  if (women.value_or(0) + men.value_or(0) > *total) {
    const std::string sum = women && men ? std::to_string(*women) + " + " + std::to_string(*men) : std::to_string(women ? *women : *men);
    notes.warn("parts", column_of(people.total), sum + " > " + std::to_string(*total));
  }
  for (const int group : people.groups) {
    const auto count = whole(draft, group);
    if (count && *count > *total) { notes.warn("parts", column_of(group), std::to_string(*count) + " > " + std::to_string(*total)); }
  }
}

void ProgrammeRules::issue(const Draft& draft, RowNotes& notes) const {
  order(draft, notes);
  const auto* given = std::get_if<std::string>(&draft.staged.row.values[static_cast<std::size_t>(m_state)]);
  if (given != nullptr) { state(draft, *given, notes); }
}

/// The days of what was done, one after the other, none in the future; the day by which it is to be done after all began.
void ProgrammeRules::order(const Draft& draft, RowNotes& notes) const {
  std::optional<std::int64_t> before = whole(draft, m_raised);
  for (const int field : {m_agreed, m_started, m_closed}) {
    const auto day = whole(draft, field);
    if (!day) { continue; }
    if (*day > m_latest) { notes.warn("T5", column_of(field), date_text(*day), {"in the future", "no futuro"}); }
    if (before && *day < *before) {
      notes.warn("state", column_of(field), date_text(*day),
                 {"earlier than the step before it, " + date_text(*before), "anterior ao passo que a precede, " + date_text(*before)});
    }
    before = std::max(before.value_or(*day), *day);
  }
  const auto raised = whole(draft, m_raised);
  const auto due = whole(draft, m_due);
  if (raised && due && *due < *raised) { notes.warn("due", column_of(m_due), date_text(*due) + " < " + date_text(*raised)); }
}

void ProgrammeRules::state(const Draft& draft, std::string_view state, RowNotes& notes) const {
  const bool closed = std::find(closed_states.begin(), closed_states.end(), state) != closed_states.end();
  const bool has_day = whole(draft, m_closed).has_value();
  if (closed && !has_day) {
    notes.warn("state", column_of(m_state), state, {"closed, but no day says since when", "encerrada, mas nenhum dia diz desde quando"});
  }
  if (!closed && has_day) {
    notes.warn("state", column_of(m_closed), date_text(*whole(draft, m_closed)),
               {"a closing day, but the state is open", "um dia de encerramento, mas o estado é aberto"});
  }
  const auto* confirmed = std::get_if<bool>(&draft.staged.row.values[static_cast<std::size_t>(m_confirmed)]);
  if (confirmed != nullptr && *confirmed && state != "resolved") {
    notes.warn("state", column_of(m_confirmed), state,
               {"confirmed by the community, but not resolved", "confirmada pela comunidade, mas não resolvida"});
  }
}

}  // namespace importers
