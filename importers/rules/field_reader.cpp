// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/field_reader.hpp"

#include "geo/base/number.hpp"
#include "geo/base/text.hpp"
#include "importers/parse/month_names.hpp"
#include "importers/rules/cell.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <iterator>

namespace importers {
namespace {

constexpr std::size_t longest_text_bytes = 4096;
constexpr std::size_t most_remembered = 1000;
constexpr double exact_integers = 9007199254740992.0;  // 2^53

constexpr std::string_view yes_words[] = {"1", "sim", "s", "yes", "y", "true", "verdadeiro", "t", "x"};
constexpr std::string_view no_words[] = {"0", "nao", "n", "no", "false", "falso", "f", "nenhum"};

std::optional<bool> boolean_of(std::string_view cell) {
  const std::string folded = geo::fold(cell);
  const auto among = [&](const auto& words) { return std::find(std::begin(words), std::end(words), folded) != std::end(words); };
  if (among(yes_words)) { return true; }
  if (among(no_words)) { return false; }
  return std::nullopt;
}

bool in_limits(const geo::Field& field, double v) { return (!field.min || v >= *field.min) && (!field.max || v <= *field.max); }

CellValue unusable() {
  CellValue v;
  v.unusable = true;
  return v;
}

CellValue known(geo::Value value) {
  CellValue v;
  v.value = std::move(value);
  return v;
}

}  // namespace

FieldReader::FieldReader(const geo::Collection& collection, const geo::Catalog& catalog, const Profile& profile, std::string_view time_zone)
    : m_collection(collection), m_profile(profile), m_moments(time_zone, profile.dates, profile.serials_from_1904) {
  for (const geo::Field& field : collection.fields) {
    const geo::CodeList* list = field.type == geo::FieldType::code ? catalog.code_list(field.code_list) : nullptr;
    m_codes.push_back(list == nullptr ? nullptr : std::make_unique<CodeFinder>(*list));
  }
}

CellValue FieldReader::read(int field, std::string_view cell, int column, std::string_view column_name, RowNotes& notes) {
  const geo::Field& f = m_collection.fields[static_cast<std::size_t>(field)];
  const bool text = f.type == geo::FieldType::text || f.type == geo::FieldType::code;
  if (is_null_word(cell, text)) {
    m_null_words.add(cell);
    return {};
  }
  const Where where{column, column_name};
  switch (f.type) {
    case geo::FieldType::boolean: return read_boolean(cell, where, notes);
    case geo::FieldType::integer:
    case geo::FieldType::real: return read_number(f, cell, where, notes);
    case geo::FieldType::code: return read_code(field, cell, where, notes);
    case geo::FieldType::date:
    case geo::FieldType::time: return read_moment(f, cell, where, notes);
    case geo::FieldType::text:
    case geo::FieldType::json: break;
  }
  return read_text(f, cell, where, notes);
}

CellValue FieldReader::read_boolean(std::string_view cell, Where where, RowNotes& notes) {
  auto it = m_booleans.find(cell);
  if (it == m_booleans.end()) {
    if (m_booleans.size() >= most_remembered) { m_booleans.clear(); }
    it = m_booleans.emplace(std::string(cell), boolean_of(cell)).first;
  }
  if (it->second) { return known(*it->second); }
  notes.fix("boolean", where.name, cell, {});
  return unusable();
}

std::optional<double> FieldReader::number(std::string_view cell, Where where, RowNotes& notes) const {
  if (const auto v = parse_number_cell(cell, m_profile.numbers)) { return v; }
  const NumberStyle other = m_profile.numbers == NumberStyle::point ? NumberStyle::comma : NumberStyle::point;
  const auto v = parse_number_cell(cell, other);
  if (!v) { return std::nullopt; }
  std::string shown;
  geo::append_number(shown, *v);
  notes.fix("G5", where.name, cell, shown);
  return v;
}

CellValue FieldReader::read_number(const geo::Field& field, std::string_view cell, Where where, RowNotes& notes) {
  const bool whole = field.type == geo::FieldType::integer;
  if (whole) {
    const auto v = geo::parse_integer(cell);
    if (v && in_limits(field, static_cast<double>(*v))) { return known(*v); }
  }
  const auto v = number(cell, where, notes);
  if (!v || (whole && (std::floor(*v) != *v || std::abs(*v) > exact_integers))) {
    notes.fix("number", where.name, cell, {});
    return unusable();
  }
  if (!in_limits(field, *v)) {
    if (is_null_number(*v)) {
      notes.fix("E4", where.name, cell, {});
      return {};
    }
    notes.fix("range", where.name, cell, {});
    return unusable();
  }
  return whole ? known(static_cast<std::int64_t>(*v)) : known(*v);
}

CellValue FieldReader::read_text(const geo::Field& field, std::string_view cell, Where where, RowNotes& notes) {
  const bool lines = !field.hot;  // long texts keep their paragraphs
  std::string text = geo::is_clean(cell, lines) ? std::string(cell) : geo::clean(cell, lines);
  if (text.size() > longest_text_bytes) {
    notes.fix("E7", where.name, geo::truncate_utf8(text, 40), {});
    text = std::string(geo::truncate_utf8(text, longest_text_bytes));
  }
  if (text.empty()) { return {}; }
  return known(std::move(text));
}

CellValue FieldReader::read_code(int field, std::string_view cell, Where where, RowNotes& notes) {
  CodeFinder* finder = codes(field);
  assert(finder != nullptr);  // check_collection() lets no code field without its list into a catalog
  CellValue v;
  v.code = &finder->find(cell);
  note_spelling(cell, where, notes);
  if (v.code->code != nullptr) {
    v.value = v.code->code->code;
    return v;
  }
  v.unusable = true;
  // A category that is not known becomes ZZ with its words kept, see RowDefaults; elsewhere the field stays empty.
  if (finder->list().id != "iccs") { notes.fix("code", where.name, cell, {}); }
  return v;
}

/// E6: the same word as elsewhere in the column, but in other letters, accents or spaces. It was understood all the same.
void FieldReader::note_spelling(std::string_view cell, Where where, RowNotes& notes) {
  const auto column = static_cast<std::size_t>(where.column);
  if (where.column < 0 || column >= m_profile.usual_spelling.size() || m_profile.usual_spelling[column].empty()) { return; }
  if (m_spellings.size() <= column) { m_spellings.resize(m_profile.usual_spelling.size()); }
  TextMap<std::string>& seen = m_spellings[column];
  auto it = seen.find(cell);
  if (it == seen.end()) {
    if (seen.size() >= most_remembered) { seen.clear(); }
    const auto usual = m_profile.usual_spelling[column].find(geo::fold_name(cell));
    const bool otherwise = usual != m_profile.usual_spelling[column].end() && usual->second != cell;
    it = seen.emplace(std::string(cell), otherwise ? usual->second : std::string()).first;
  }
  if (!it->second.empty()) { notes.fix("E6", where.name, cell, it->second); }
}

CellValue FieldReader::read_moment(const geo::Field& field, std::string_view cell, Where where, RowNotes& notes) {
  CellValue v;
  v.moment = m_moments.read(cell);
  if (!v.moment) {
    const bool decides = field.type == geo::FieldType::time && field.name == m_collection.time_from;
    v.month_only = decides ? month_named(geo::fold(cell)) : 0;
    if (v.month_only > 0) { return v; }
    if (decides) {
      notes.quarantine("date", where.name, cell);
    } else {
      notes.fix("date", where.name, cell, {},
                {"not a date; the field is empty, what stood there is kept in extra",
                 "não é uma data; o campo fica vazio, o que lá estava é guardado em extra"});
    }
    v.unusable = true;
    return v;
  }
  const auto column = static_cast<std::size_t>(where.column);
  if (where.column >= 0 && column < m_profile.times.size()) { take_habits(*v.moment, column); }
  const bool is_time = field.type == geo::FieldType::time;
  if (is_time && v.moment->zone_assumed) { ++m_times_without_zone; }
  note_form(*v.moment, cell, where, notes);
  v.value = is_time ? v.moment->from : static_cast<std::int64_t>(v.moment->day);
  return v;
}

/// T6: a full hour is no minute where people round, and a midnight no hour where programs fill in.
void FieldReader::take_habits(Moment& moment, std::size_t column) {
  const TimeHabits& habits = m_profile.times[column];
  constexpr geo::TimeMs ms_per_hour = 3'600'000;
  if (moment.precision != TimePrecision::minute || (!habits.midnight_is_day && !habits.hour_is_rough)) { return; }
  if (habits.midnight_is_day) { m_moments.widen(moment); }
  const bool on_the_hour = (moment.from + moment.utc_offset_min * 60'000) % ms_per_hour == 0;
  if (moment.precision == TimePrecision::minute && habits.hour_is_rough && on_the_hour) { moment.precision = TimePrecision::hour; }
  m_rough_times += moment.precision == TimePrecision::minute ? 0 : 1;
}

void FieldReader::note_form(const Moment& moment, std::string_view cell, Where where, RowNotes& notes) {
  if (moment.form == DateForm::iso || where.column < 0) { return; }
  const auto column = static_cast<std::size_t>(where.column);
  const bool usual = column >= m_profile.usual_form.size() || m_profile.usual_form[column] == moment.form;
  const bool is_open = !m_profile.dates_proven || m_profile.dates_mixed;
  if (m_moments.is_ambiguous(cell, moment)) {
    if (is_open || !usual) {
      notes.warn("T1", where.name, cell,
                 {"day and month could be either way round; taken as " + geo::format_date(moment.day),
                  "dia e mês podem estar trocados; tomado como " + geo::format_date(moment.day)});
    } else {
      ++m_settled_dates;
    }
  }
  const bool partial = moment.form == DateForm::year || moment.form == DateForm::year_month;
  if (usual || partial) { return; }  // less may be known, but it is not written in another way
  const bool words = moment.form == DateForm::day_month_name || moment.form == DateForm::month_name_year;
  const std::string_view rule_id = moment.form == DateForm::excel_serial ? "T3" : words ? "T2" : "T1";
  notes.fix(rule_id, where.name, cell, geo::format_date(moment.day),
            {"date written unlike the rest of the column", "data escrita de modo diferente do resto da coluna"});
}

}  // namespace importers
