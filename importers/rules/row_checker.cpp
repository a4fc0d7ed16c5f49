// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/row_checker.hpp"

#include "geo/base/json.hpp"
#include "geo/base/text.hpp"
#include "importers/read/hxl.hpp"
#include "importers/read/refuse.hpp"
#include "importers/rules/catalogue.hpp"
#include "importers/rules/cell.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace importers {
namespace {

constexpr std::int64_t rows_with_tags = 25;  // HXL: the row of tags is among the first
constexpr std::size_t quarantine_bytes = std::size_t{64} * 1024;
constexpr std::size_t most_key_bytes = 1024;

/// Adds one cell to a row's identity. A sum: the order of columns does not matter.
void add_to(geo::Hash128& sum, const geo::Hash128& column, std::string_view value) {
  const geo::Hash128 h = geo::hash128(value);
  sum.high += geo::mix64(h.high + geo::mix64(column.high));
  sum.low += geo::mix64(h.low + geo::mix64(column.low));
}

/// A cell of a position; nothing when it says that there is none.
std::string_view position_cell(std::string_view cell) { return is_null_word(cell, false) ? std::string_view() : cell; }

/// What a profile says the cell means, which may be nothing (""); nullptr when it does not say.
const std::string* meaning(const ProfileField* words, std::string_view cell) {
  if (words == nullptr) { return nullptr; }
  auto it = words->values.find(std::string(cell));
  if (it == words->values.end()) { it = words->values.find(geo::fold(cell)); }
  return it == words->values.end() ? nullptr : &it->second;
}

std::string hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) { out += fmt::format("{:02x}", static_cast<unsigned char>(c)); }
  return out;
}

}  // namespace

bool must_be_inside(const geo::Collection& collection) { return collection.id != "settlements" && collection.id != "admin_areas"; }

RowChecker::RowChecker(const geo::Collection& collection, const geo::Catalog& catalog, Profile profile, CheckSettings settings)
    : m_collection(collection),
      m_profile(std::move(profile)),
      m_settings(std::move(settings)),
      m_fields(collection, catalog, m_profile, m_settings.time_zone),
      m_rules(collection, catalog, m_settings.now),
      m_transform(m_settings.crs),
      m_area(m_settings.area_of_operation),
      m_points(m_transform, m_area, m_profile.numbers, must_be_inside(collection)),
      m_shapes(m_transform, m_area, m_points, collection, must_be_inside(collection)) {
  read_constants();
}

void RowChecker::read_constants() {
  RowNotes notes;
  for (const auto& [field, text] : m_settings.set) {
    const int index = m_collection.index_of(field);
    if (index < 0 || !is_mappable(m_collection.fields[static_cast<std::size_t>(index)])) { refuse_field(m_collection, "--set", field); }
    const std::string_view cell = trim_cell(text);
    CellValue value = cell.empty() ? CellValue{} : m_fields.read(index, cell, -1, field, notes);
    if (geo::is_null(value.value) || notes.decided() || notes.fixed()) {
      const geo::Text why = notes.all().empty() ? rule("code").sentence() : rule(notes.all().back().rule).sentence();
      refuse(fmt::format("--set {}={}: {}", field, text, why.en), fmt::format("--set {}={}: {}", field, text, why.pt));
    }
    const CodeMatch code = value.code == nullptr ? CodeMatch{} : *value.code;
    m_constants.push_back({index, std::move(value), code, std::string(cell)});
  }
}

void RowChecker::plan(const Mapping& mapping) {
  m_rules.use_names_of(mapping);
  for (std::size_t c = m_plan.size(); c < mapping.size(); ++c) {
    m_plan.push_back({mapping[c], mapping.name(c), json_key(mapping.name(c)), geo::hash128(mapping.name(c))});
  }
  for (std::size_t c = 0; c < mapping.size(); ++c) {
    m_plan[c].use = mapping[c];
    m_has_identifiers = m_has_identifiers || mapping[c].use == Use::identifier;
  }
  m_shared = mapping.shared();
  m_mapping = &mapping;
  m_only_column = mapping.only_column();
  const CoordinateColumns& at = mapping.coordinates();
  const auto name = [&](int column) {
    return column < 0 ? std::string_view() : std::string_view(mapping.name(static_cast<std::size_t>(column)));
  };
  m_location = {};
  m_location.latitude_column = name(at.latitude);
  m_location.geopoint_column = name(at.geopoint);
  m_location.wkt_column = name(at.wkt);
  const KnownFields& known = m_rules.known();
  m_has_category = known.category >= 0 && mapping.column_of("category") >= 0;
  const int accuracy = known.uncertainty_m < 0 ? -1 : mapping.column_of("uncertainty_m");
  m_accuracy_is_gps = accuracy >= 0 && mapping[static_cast<std::size_t>(accuracy)].why != "name";
}

void RowChecker::check(const Record& record, RowNotes& notes) {
  notes.clear();
  m_draft.clear(m_collection.fields.size());
  m_draft.staged.line = line_of(record);
  if (!record.usable()) {
    refuse_record(record, notes);
    return;
  }
  if (record.index <= rows_with_tags && is_tag_row(record.cells)) {
    notes.drop("E3");
    return;
  }
  if (m_only_column >= 0 && !m_mapping->is_wanted(record.cells[static_cast<std::size_t>(m_only_column)])) {
    notes.drop("kind");
    return;
  }
  m_location.latitude = m_location.longitude = m_location.geopoint = m_location.wkt = {};
  for (std::size_t c = 0; c < record.cells.size(); ++c) {
    const std::string_view cell = trim_cell(record.cells[c]);
    if (!cell.empty()) { take_cell(c, cell, notes); }
  }
  if (!record.wkb.empty()) { add_to(m_draft.staged.raw, {}, record.wkb); }
  if (notes.decided()) { return; }
  apply_constants();
  locate(record, notes);
  if (!notes.decided()) { finish(notes); }
}

/// A row that could not be cut into cells may have what identifies people anywhere in it; then only its line is kept.
bool RowChecker::may_show(std::string_view column) const {
  if (column.empty()) { return !m_has_identifiers; }
  const auto plan = std::find_if(m_plan.begin(), m_plan.end(), [&](const ColumnPlan& p) { return p.name == column; });
  return plan != m_plan.end() && plan->use.use != Use::identifier;
}

void RowChecker::refuse_record(const Record& record, RowNotes& notes) const {
  const std::string_view value = may_show(record.problem_column) ? record.problem_value : std::string_view();
  notes.quarantine(record.rule, record.problem_column, value, {std::string(record.problem), std::string(record.problem_pt)});
}

void RowChecker::take_cell(std::size_t column, std::string_view cell, RowNotes& notes) {
  const ColumnPlan& plan = m_plan[column];
  if (plan.use.use == Use::identifier) { return; }
  add_to(m_draft.staged.raw, plan.hash, cell);
  if (plan.use.key && !is_null_word(cell, true)) {
    // A key longer than any real one is still a key: its hash stands for it.
    m_draft.staged.source_key = cell.size() <= most_key_bytes ? geo::clean(cell) : geo::hash128(cell).hex();
  }
  switch (plan.use.use) {
    case Use::field: take_field(column, cell, notes); break;
    case Use::latitude: m_location.latitude = position_cell(cell); break;
    case Use::longitude: m_location.longitude = position_cell(cell); break;
    case Use::geopoint: m_location.geopoint = position_cell(cell); break;
    case Use::wkt: m_location.wkt = position_cell(cell); break;
    case Use::extra:
      if (!plan.use.key) { keep(column, cell); }
      break;
    case Use::key:
    case Use::ignored:
    case Use::identifier: break;
  }
  if (!m_shared.empty()) { take_shared(column, cell, notes); }
}

/// A profile's second field out of one column.
void RowChecker::take_shared(std::size_t column, std::string_view cell, RowNotes& notes) {
  for (const SharedColumn& shared : m_shared) {
    if (shared.column != column) { continue; }
    const std::string* meant = meaning(shared.words, cell);
    const std::string_view text = shared.words->values.empty() ? cell : meant == nullptr ? std::string_view() : std::string_view(*meant);
    if (text.empty() || !m_draft.is_null(shared.field)) { continue; }
    store(shared.field, m_fields.read(shared.field, text, -1, m_plan[column].name, notes), text);
  }
}

void RowChecker::take_field(std::size_t column, std::string_view cell, RowNotes& notes) {
  const ColumnPlan& plan = m_plan[column];
  if (const std::string* text = meaning(plan.use.words, cell)) {
    if (text->empty()) { return; }
    keep(column, cell);  // the source's own code is not lost
    cell = *text;
  }
  CellValue value = m_fields.read(plan.use.field, cell, static_cast<int>(column), plan.name, notes);
  const bool is_category = plan.use.field == m_rules.known().category && value.code != nullptr;
  if (value.unusable && !is_category) { keep(column, cell); }
  store(plan.use.field, std::move(value), cell);
}

void RowChecker::store(int field, CellValue&& value, std::string_view text) {
  const KnownFields& known = m_rules.known();
  if (field == known.category && value.code != nullptr) {
    m_draft.category = value.code;
    m_draft.category_text = text;
  }
  if (field == known.occurred_from) { m_draft.occurred_from = value.moment; }
  if (field == known.occurred_to) { m_draft.occurred_to = value.moment; }
  if (field == known.reported_at) { m_draft.reported = value.moment; }
  m_draft.at(field) = std::move(value.value);
}

void RowChecker::keep(std::size_t column, std::string_view cell) {
  if (m_rules.known().extra >= 0 && !m_draft.extra.add(m_plan[column].key, cell)) { m_draft.extra_cut = true; }
}

void RowChecker::apply_constants() {
  for (const ConstantValue& constant : m_constants) {
    const bool has_its_own = constant.field == m_rules.known().category ? m_draft.category != nullptr : !m_draft.is_null(constant.field);
    if (has_its_own) { continue; }
    CellValue value = constant.value;
    if (value.code != nullptr) { value.code = &constant.code; }
    store(constant.field, std::move(value), constant.text);
  }
}

void RowChecker::locate(const Record& record, RowNotes& notes) {
  geo::Geometry& geometry = m_draft.staged.row.geometry;
  if (m_collection.geometry == geo::GeometryType::none) { return; }
  bool gps = m_accuracy_is_gps;
  if (!record.wkb.empty() && record.geometry_kind != geo::GeometryKind::none) {
    geometry = m_shapes.find(record.wkb, record.geometry_kind, notes);
  } else {
    const PointFound found = m_points.find(m_location, notes);
    if (found.point) { geometry = geo::Geometry::point(*found.point); }
    const int uncertainty = m_rules.known().uncertainty_m;
    if (found.accuracy_m && uncertainty >= 0 && m_draft.is_null(uncertainty)) {
      m_draft.at(uncertainty) = *found.accuracy_m;
      gps = true;
    }
  }
  if (notes.decided()) { return; }
  if (geometry.is_none() && m_rules.known().location_precision < 0) { notes.warn("G10", {}, {}); }
  m_rules.precision(m_draft, gps, notes);
}

void RowChecker::finish(RowNotes& notes) {
  m_rules.time(m_draft, notes);
  if (notes.decided()) { return; }
  m_rules.severity(m_draft, notes);
  m_rules.category(m_draft, m_has_category, notes);
  m_rules.parts(m_draft, notes);
  const int extra = m_rules.known().extra;
  if (extra >= 0 && !m_draft.extra.empty()) { m_draft.at(extra) = m_draft.extra.finish(); }
  if (m_draft.extra_cut) { notes.fix("E7", "extra", {}, {}); }
}

geo::RejectedRow RowChecker::rejected(const Record& record, const RowNotes& notes) const {
  const Note& decision = notes.decision();
  geo::RejectedRow row;
  row.line = line_of(record);
  row.column = decision.column;
  row.value = geo::clean(geo::truncate_utf8(decision.value, ExtraWriter::value_bytes));
  row.rule = decision.rule;
  row.message = decision.message.en.empty() ? rule(decision.rule).sentence() : decision.message;
  geo::JsonWriter json(row.raw_json);
  json.begin_object();
  const bool cut_well = record.usable() || !record.problem_column.empty() || !m_has_identifiers;
  for (std::size_t c = 0; cut_well && c < record.cells.size() && c < m_plan.size(); ++c) {
    const std::string_view cell = record.cells[c];
    if (m_plan[c].use.use == Use::identifier || cell.empty()) { continue; }
    const bool fits = row.raw_json.size() + cell.size() < quarantine_bytes;
    if (fits) { json.member(m_plan[c].name, cell); }
    row.whole = row.whole && fits;
  }
  if (!record.wkb.empty() && record.wkb.size() < quarantine_bytes) { json.member(geometry_column, hex(record.wkb)); }
  json.end_object();
  row.whole = row.whole && record.wkb.size() < quarantine_bytes && (record.usable() || (record.rule == "E1" && cut_well));
  if (record.usable()) {
    row.source_key = m_draft.staged.source_key;
    row.raw = m_draft.staged.raw;
  }
  return row;
}

}  // namespace importers
