// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/row_rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace importers {
namespace {

constexpr geo::TimeMs ms_per_day = 86'400'000;
constexpr geo::TimeMs start_of_1975 = 157'766'400'000;
constexpr geo::Confidentiality sensitive_row = 2;
constexpr std::string_view no_category = "ZZ";
constexpr std::string_view sexual_section = "03";
constexpr std::string_view conduct_of_forces = "X3";  // who complains about them is in danger
constexpr std::int64_t highest_severity = 5;
constexpr std::size_t most_remembered = 20'000;

void set_if_null(Draft& draft, int field, geo::Value value) {
  if (field >= 0 && draft.is_null(field)) { draft.at(field) = std::move(value); }
}

}  // namespace

RowRules::RowRules(const geo::Collection& collection, const geo::Catalog& catalog, geo::TimeMs now)
    : m_collection(collection),
      m_known(collection),
      m_categories(m_known.category < 0 ? nullptr
                                        : catalog.code_list(collection.fields[static_cast<std::size_t>(m_known.category)].code_list)),
      m_latest(now + ms_per_day),
      m_earliest(start_of_1975) {
  for (const geo::Field& field : collection.fields) { m_columns.push_back(field.name); }
}

void RowRules::use_names_of(const Mapping& mapping) {
  for (std::size_t i = 0; i < m_columns.size(); ++i) {
    const int column = mapping.column_of(m_collection.fields[i].name);
    if (column >= 0) { m_columns[i] = mapping.name(static_cast<std::size_t>(column)); }
  }
}

void RowRules::time(Draft& draft, RowNotes& notes) const {
  if (m_known.occurred_from < 0 || m_known.occurred_to < 0) { return; }
  if (!draft.occurred_from && draft.occurred_to) { draft.occurred_from = draft.occurred_to; }
  if (draft.month_only > 0 && !take_month(draft, notes)) { return; }
  if (!draft.occurred_from && (!draft.is_null(m_known.occurred_from) || !take_day_of_report(draft, notes))) { return; }
  const Moment& from = *draft.occurred_from;
  const Moment& last = draft.occurred_to ? *draft.occurred_to : from;
  const std::string_view column = column_of(m_known.occurred_from);
  const auto refuse_time = [&](const char* en, const char* pt) {
    const std::string cell(draft.month_text);  // empty: the other end is all there is
    notes.quarantine("T5", column, cell.empty() ? geo::format_time(from.from, from.utc_offset_min) : cell, {en, pt});
  };
  if (from.from > m_latest) { return refuse_time("in the future", "no futuro"); }
  if (from.from < m_earliest) { return refuse_time("before 1975", "antes de 1975"); }
  if (last.to < from.from) { return refuse_time("ends before it begins", "acaba antes de começar"); }
  draft.at(m_known.occurred_from) = from.from;
  draft.at(m_known.occurred_to) = last.to;
  set_if_null(draft, m_known.utc_offset_min, std::int64_t{from.utc_offset_min});
  set_if_null(draft, m_known.time_precision, std::string(to_string(from.precision)));
  if (draft.reported && draft.reported->to < from.from) {
    notes.warn("reported", column_of(m_known.reported_at), geo::format_time(draft.reported->from, draft.reported->utc_offset_min));
  }
}

/// T2: "Março" of a report is the last March there was before it. Without a report it is no date.
bool RowRules::take_month(Draft& draft, RowNotes& notes) const {
  const auto& report = draft.reported ? draft.reported : draft.started;
  if (!report) {
    notes.quarantine("date", column_of(m_known.occurred_from), draft.month_text, {"a month without a year", "um mês sem ano"});
    return false;
  }
  const geo::CivilDate date = geo::civil_date(report->day);
  draft.occurred_from = month_of(draft.month_only <= date.month ? date.year : date.year - 1, draft.month_only, report->utc_offset_min);
  notes.fix(
      "T2", column_of(m_known.occurred_from), draft.month_text, geo::format_date(draft.occurred_from->day).substr(0, 7),
      {"a month without a year: the last one before the report was taken", "um mês sem ano: foi tomado o último antes da comunicação"});
  return true;
}

/// The event is no later than its report, and most are reported soon: the day stands in, marked as what it is.
bool RowRules::take_day_of_report(Draft& draft, RowNotes& notes) const {
  const auto& report = draft.started ? draft.started : draft.reported;
  if (!report || report->from > m_latest || report->from < m_earliest) {
    set_if_null(draft, m_known.time_precision, std::string("none"));
    notes.warn("time", {}, {});
    return false;
  }
  draft.occurred_from = whole_day(*report);
  draft.at(m_known.time_precision) = std::string("reported");
  const std::string day = geo::format_date(report->day);
  notes.warn("time", column_of(m_known.occurred_from), {},
             {"no date; the day of the report stands in: " + day, "sem data; usa-se o dia da comunicação: " + day});
  return true;
}

void RowRules::category(Draft& draft, bool file_has_category, RowNotes& notes) {
  const bool was_given = m_known.confidentiality >= 0 && !draft.is_null(m_known.confidentiality);
  geo::Confidentiality at_least = 0;
  if (m_known.category >= 0) {
    const geo::Code* code = code_of(draft, file_has_category, notes);
    if (code != nullptr && m_categories->care(*code) != geo::Care::usual) { at_least = sensitive_row; }
    const bool conduct = code != nullptr && code->code == conduct_of_forces;
    if (is_gbv(draft, code) || conduct) { at_least = geo::most_confidential; }
  }
  raise(draft, at_least, was_given, notes);
}

const geo::Code* RowRules::code_of(Draft& draft, bool file_has_category, RowNotes& notes) {
  const CodeMatch* match = draft.category;
  const geo::Code* code = match == nullptr ? nullptr : match->code;
  if (match != nullptr && !match->exact) { set_if_null(draft, m_known.category_source, std::string(draft.category_text)); }
  if (code == nullptr) {
    code = m_categories->find(no_category);
    if (file_has_category) { notes.warn("C1", column_of(m_known.category), draft.category_text); }
    if (!draft.category_text.empty()) { m_unmapped.add(draft.category_text); }
  }
  if (code == nullptr) { return nullptr; }
  draft.at(m_known.category) = code->code;
  if (code->severity && draft.severity_unread && draft.is_null(m_known.severity)) {
    notes.warn("usual", column_of(m_known.severity), {},
               {fmt::format("takes the usual severity of its category ({})", *code->severity),
                fmt::format("fica com a gravidade habitual da categoria ({})", *code->severity)});
  }
  if (code->severity) { set_if_null(draft, m_known.severity, std::int64_t{*code->severity}); }
  return code;
}

bool RowRules::is_gbv(Draft& draft, const geo::Code* code) {
  const bool by_code = code != nullptr && code->code.starts_with(sexual_section);
  const bool by_category = draft.category != nullptr && draft.category->gbv;
  const bool gbv = by_code || by_category || words_name_gbv(draft);
  if (m_known.gbv < 0) { return gbv; }
  if (gbv) { draft.at(m_known.gbv) = true; }
  const bool* flag = std::get_if<bool>(&draft.at(m_known.gbv));
  return flag != nullptr && *flag;
}

bool RowRules::words_name_gbv(Draft& draft) {
  if (m_known.category_source < 0) { return false; }
  const auto* words = std::get_if<std::string>(&draft.at(m_known.category_source));
  if (words == nullptr || *words == draft.category_text) { return false; }  // looked at with the category
  auto it = m_gbv_words.find(*words);
  if (it == m_gbv_words.end()) {
    if (m_gbv_words.size() >= most_remembered) { m_gbv_words.clear(); }
    it = m_gbv_words.emplace(*words, names_gbv(*words)).first;
  }
  return it->second;
}

void RowRules::raise(Draft& draft, geo::Confidentiality at_least, bool was_given, RowNotes& notes) const {
  if (m_known.confidentiality < 0) { return; }
  if (!was_given) {
    draft.at(m_known.confidentiality) = std::int64_t{std::max(at_least, m_collection.default_confidentiality)};
    return;
  }
  const std::int64_t given = std::get<std::int64_t>(draft.at(m_known.confidentiality));
  if (given >= at_least) { return; }
  draft.at(m_known.confidentiality) = std::int64_t{at_least};
  notes.fix("confidentiality", "confidentiality", std::to_string(given), std::to_string(at_least));
}

void RowRules::parts(const Draft& draft, RowNotes& notes) const {
  not_more(draft, m_known.members_women, m_known.members_total, "parts", notes);
  not_more(draft, m_known.members_youth, m_known.members_total, "parts", notes);
  not_more(draft, m_known.killed_low, m_known.killed, "estimates", notes);
  not_more(draft, m_known.killed, m_known.killed_high, "estimates", notes);
}

void RowRules::severity(Draft& draft, RowNotes& notes) const {
  if (m_known.severity < 0 || m_known.killed < 0) { return; }
  const auto* killed = std::get_if<std::int64_t>(&draft.at(m_known.killed));
  const auto* given = std::get_if<std::int64_t>(&draft.at(m_known.severity));
  if (killed == nullptr || *killed < 1 || (given != nullptr && *given == highest_severity)) { return; }
  if (given != nullptr) { notes.fix("severity", column_of(m_known.severity), std::to_string(*given), std::to_string(highest_severity)); }
  draft.at(m_known.severity) = highest_severity;
}

void RowRules::not_more(const Draft& draft, int part, int whole, std::string_view rule, RowNotes& notes) const {
  if (part < 0 || whole < 0 || draft.is_null(part) || draft.is_null(whole)) { return; }
  const auto p = std::get<std::int64_t>(draft.staged.row.values[static_cast<std::size_t>(part)]);
  const auto w = std::get<std::int64_t>(draft.staged.row.values[static_cast<std::size_t>(whole)]);
  if (p <= w) { return; }
  notes.warn(rule, column_of(part), std::to_string(p) + " > " + std::to_string(w));
}

}  // namespace importers
