// SPDX-License-Identifier: Apache-2.0
#include "importers/rules/row_checker.hpp"

#include "geo/base/hex.hpp"
#include "geo/base/json.hpp"
#include "geo/base/text.hpp"
#include "importers/parse/mojibake.hpp"
#include "importers/read/refuse.hpp"
#include "importers/rules/catalogue.hpp"
#include "importers/rules/cell.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace importers {
namespace {

constexpr double worst_accuracy_m = 5000;  // beyond it a fix tells less than the name of the place (G11)
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

/// The column in which forms note by themselves when they were filled in, or -1.
int started_column(const Mapping& mapping) {
  for (const std::string_view wanted : {"start", "today", "starttime"}) {
    for (std::size_t c = 0; c < mapping.size(); ++c) {
      if (mapping[c].use == Use::extra && geo::fold_name(mapping.name(c)) == wanted) { return static_cast<int>(c); }
    }
  }
  return -1;
}

}  // namespace

bool must_be_inside(const geo::Collection& collection) {
  constexpr std::string_view reference[] = {"settlements", "admin_areas", "population", "roads"};
  return std::find(std::begin(reference), std::end(reference), collection.id) == std::end(reference);
}

RowChecker::RowChecker(const geo::Collection& collection, const geo::Catalog& catalog, Profile profile, CheckSettings settings)
    : m_collection(collection),
      m_profile(std::move(profile)),
      m_settings(std::move(settings)),
      m_fields(collection, catalog, m_profile, m_settings.time_zone),
      m_rules(collection, catalog, m_settings.now),
      m_programme(collection, m_settings.now),
      m_transform(m_settings.crs),
      m_population(collection, m_settings.grid, m_transform),
      m_area(m_settings.area_of_operation),
      m_where(m_area, *m_settings.reference),
      m_admin(collection, *m_settings.reference, must_be_inside(collection)),
      m_placing(m_rules.known(), m_where),
      m_not_data(collection),
      m_points(m_transform, m_where, m_profile.numbers, must_be_inside(collection), m_rules.known().location_precision >= 0),
      m_shapes(m_transform, m_where, m_points, collection, must_be_inside(collection)) {
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
  m_programme.use_names_of(mapping);
  m_population.use_names_of(mapping);
  m_admin.plan(mapping);
  m_not_data.plan(mapping);
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
  const CoordinateColumns& at = m_coordinates = mapping.coordinates();
  const auto name = [&](int column) {
    return column < 0 ? std::string_view() : std::string_view(mapping.name(static_cast<std::size_t>(column)));
  };
  m_location = {};
  m_location.latitude_column = name(at.latitude);
  m_location.longitude_column = name(at.longitude);
  m_location.geopoint_column = name(at.geopoint);
  m_location.wkt_column = name(at.wkt);
  m_started = started_column(mapping);
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
  if (NotData::Verdict verdict = m_not_data.judge(record); !verdict.rule.empty()) {
    notes.drop(verdict.rule, std::move(verdict.message));
    return;
  }
  if (m_only_column >= 0 && !m_mapping->is_wanted(record.cells[static_cast<std::size_t>(m_only_column)])) {
    notes.drop("kind");
    return;
  }
  m_admin.clear();
  m_mended.clear();
  m_location.latitude = m_location.longitude = m_location.geopoint = m_location.wkt = {};
  for (std::size_t c = 0; c < record.cells.size(); ++c) {
    const std::string_view cell = tidy(c, record.cells[c], notes);
    if (!cell.empty()) { take_cell(c, cell, notes); }
  }
  if (!record.wkb.empty()) { add_to(m_draft.staged.raw, {}, record.wkb); }
  if (notes.decided()) { return; }
  apply_constants();
  m_population.figure(m_draft, notes);
  if (notes.decided()) { return; }
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

/// The cell as it is read: without white space around it, and with broken letters mended.
std::string_view RowChecker::tidy(std::size_t column, std::string_view raw, RowNotes& notes) {
  if (is_ascii(raw)) { return trim_cell(raw); }
  const ColumnPlan& plan = m_plan[column];
  if (plan.use.use == Use::identifier) { return trim_cell(raw); }
  if (auto mended = mend_mojibake(raw)) {
    m_mended.push_back(std::move(*mended));
    const std::string_view cell = trim_cell(m_mended.back());
    notes.fix("E1", plan.name, trim_cell(raw), cell,
              {"letters broken by reading UTF-8 as another encoding", "letras estragadas por se ler UTF-8 como outra codificação"});
    return cell;
  }
  const std::string_view cell = trim_cell(raw);
  if (plan.use.use != Use::extra && !(is_ascii(raw.substr(0, static_cast<std::size_t>(cell.data() - raw.data()))) &&
                                      is_ascii(raw.substr(static_cast<std::size_t>(cell.data() - raw.data()) + cell.size())))) {
    notes.fix("E6", plan.name, raw, cell, {"blanks of another kind around it", "espaços de outro tipo à volta"});
  }
  return cell;
}

void RowChecker::take_cell(std::size_t column, std::string_view cell, RowNotes& notes) {
  const ColumnPlan& plan = m_plan[column];
  if (plan.use.use == Use::identifier) { return; }
  if (m_admin.names_area(column)) { m_admin.take(column, cell); }
  if (static_cast<int>(column) == m_started) { m_draft.started = m_fields.moment(cell); }
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
  if (value.unusable && plan.use.field == m_rules.known().severity) { m_draft.severity_unread = true; }
  store(plan.use.field, std::move(value), cell);
}

void RowChecker::store(int field, CellValue&& value, std::string_view text) {
  const KnownFields& known = m_rules.known();
  if (field == known.category && value.code != nullptr) {
    m_draft.category = value.code;
    m_draft.category_text = text;
  }
  if (field == known.occurred_from) {
    m_draft.occurred_from = value.moment;
    m_draft.month_only = value.month_only;
    m_draft.month_text = text;
  }
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
  m_where.expect(m_admin.resolve(m_draft, notes));
  if (m_collection.geometry == geo::GeometryType::none) { return m_admin.derive(m_draft, admin_levels, notes); }
  PositionFacts facts;
  facts.accuracy_is_gps = m_accuracy_is_gps;
  facts.accuracy_column = m_rules.column_of(m_rules.known().uncertainty_m);
  const Judged judged = find_geometry(record, facts, notes);
  if (notes.decided()) { return; }
  m_population.size(m_draft, m_shapes.cell_side_m(), middle_of_cell(record));
  facts.spread_m = judged.spread_m;
  facts.stand_in = judged.stand_in;
  facts.is_written = m_transform.is_identity() && judged.is_written;
  place_lost(judged, facts, notes);
  if (notes.decided()) { return; }
  const KnownFields& known = m_rules.known();
  if (m_draft.staged.row.geometry.is_none()) {
    if (m_where.stated().area() >= 0) { facts.stated_level = m_where.stated().level(); }
    if (known.location_precision < 0) { notes.warn("G10", {}, {}); }
  }
  settle_precision(m_draft, known, facts, notes);
  m_is_placed = is_own_point(m_draft, known);
  m_admin.derive(m_draft, deepest_level(m_draft, known), notes);
}

Judged RowChecker::find_geometry(const Record& record, PositionFacts& facts, RowNotes& notes) {
  geo::Geometry& geometry = m_draft.staged.row.geometry;
  Judged judged;
  if (!record.wkb.empty() && record.geometry_kind != geo::GeometryKind::none) {
    geometry = m_shapes.find(record, judged, notes);
    return judged;
  }
  if (m_collection.geometry == geo::GeometryType::polygon) {
    if (!m_location.wkt.empty()) { geometry = m_shapes.from_text(m_location.wkt, m_location.wkt_column, notes); }
    return judged;
  }
  PointFound found = m_points.find(m_location, notes);
  if (found.judged.point) { geometry = geo::Geometry::point(*found.judged.point); }
  const int uncertainty = m_rules.known().uncertainty_m;
  if (found.accuracy_m && uncertainty >= 0 && m_draft.is_null(uncertainty)) {
    m_draft.at(uncertainty) = *found.accuracy_m;
    facts.accuracy_is_gps = true;
    facts.accuracy_column = m_location.geopoint_column;
  }
  return std::move(found.judged);
}

/// Rows whose position is missing, 0,0, or no better than a guess get that of their settlement, where its name tells.
void RowChecker::place_lost(const Judged& judged, PositionFacts& facts, RowNotes& notes) {
  const KnownFields& known = m_rules.known();
  const bool by_name = known.location_precision >= 0 && known.place_name >= 0;
  Lost lost{"G10", {}, {}};
  if (judged.is_zero) {
    lost = {"G3", judged.column, judged.text};
  } else if (!m_draft.staged.row.geometry.is_none()) {
    const auto* accuracy = known.uncertainty_m < 0 ? nullptr : std::get_if<double>(&m_draft.at(known.uncertainty_m));
    const bool is_useless = accuracy != nullptr && facts.accuracy_is_gps && *accuracy > worst_accuracy_m && facts.stand_in == nullptr;
    if (!is_useless) { return; }
    lost = {"G11", facts.accuracy_column, {}};
  }
  if (!by_name) {
    if (judged.is_zero) { notes.quarantine("G3", judged.column, judged.text); }
    return;
  }
  facts.by_name = m_placing.place(m_draft, lost, m_rules.column_of(known.place_name), notes);
}

/// Where the row's cell of the grid is, in the coordinates of the file. Degrees are taken as they were understood: the file may have
/// exchanged them.
std::optional<GridPoint> RowChecker::middle_of_cell(const Record& record) const {
  const geo::Geometry& geometry = m_draft.staged.row.geometry;
  if (!m_population.wants_middle() || geometry.kind() != geo::GeometryKind::point) { return std::nullopt; }
  if (m_transform.is_identity()) { return GridPoint{geometry.lonlat().lon, geometry.lonlat().lat}; }
  return position_of(record, m_coordinates, m_profile.numbers);
}

void RowChecker::finish(RowNotes& notes) {
  m_rules.time(m_draft, notes);
  m_programme.check(m_draft, notes);
  if (notes.decided()) { return; }
  m_rules.severity(m_draft, notes);
  m_rules.category(m_draft, m_has_category, notes);
  m_rules.parts(m_draft, notes);
  const int extra = m_rules.known().extra;
  if (extra >= 0 && !m_draft.extra.empty()) { m_draft.at(extra) = m_draft.extra.finish(); }
  if (m_draft.extra_cut) { notes.fix("E7", "extra", {}, {}); }
  m_population.count(m_draft);
}

void RowChecker::say(std::vector<geo::Text>& notes) const {
  const auto add = [&](std::string en, std::string pt) { notes.push_back({std::move(en), std::move(pt)}); };
  if (m_fields.settled_dates() > 0) {
    add(fmt::format("{} dates could be read with day and month either way; the others of the file settle it", m_fields.settled_dates()),
        fmt::format("{} datas podiam ler-se com dia e mês trocados; as outras do ficheiro decidem", m_fields.settled_dates()));
  }
  if (m_profile.serials_from_1904) {
    add("serial numbers of dates count from 1904: the other dates of their rows show it",
        "os números de série das datas contam a partir de 1904: mostram-no as outras datas das mesmas linhas");
  }
  if (m_fields.rough_times() > 0) {
    add(fmt::format("{} times are on the full hour or at midnight far more often than chance has it: they were taken as good to the hour "
                    "or the day",
                    m_fields.rough_times()),
        fmt::format(
            "{} horas são certas ou meia-noite muito mais vezes do que seria por acaso: foram tomadas como exactas à hora ou ao dia",
            m_fields.rough_times()));
  }
  if (!m_fields.null_words().empty()) {
    add(fmt::format("{} cells say that there is nothing and were read as empty: {}", m_fields.null_words().total(),
                    m_fields.null_words().list()),
        fmt::format("{} células dizem que não há nada e foram lidas como vazias: {}", m_fields.null_words().total(),
                    m_fields.null_words().list()));
  }
  if (!m_rules.unmapped().empty()) {
    add(fmt::format("categories that nobody has mapped: {}", m_rules.unmapped().list()),
        fmt::format("categorias que ninguém mapeou: {}", m_rules.unmapped().list()));
  }
  if (m_admin.derived() > 0) {
    add(fmt::format("{} rows got the P-codes of the areas they lie in", m_admin.derived()),
        fmt::format("{} linhas receberam os P-codes das áreas em que ficam", m_admin.derived()));
  }
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
  if (!record.wkb.empty() && record.wkb.size() < quarantine_bytes) { json.member(geometry_column, geo::to_hex(record.wkb)); }
  json.end_object();
  row.whole = row.whole && record.wkb.size() < quarantine_bytes && (record.usable() || (record.rule == "E1" && cut_well));
  if (record.usable()) {
    row.source_key = m_draft.staged.source_key;
    row.raw = m_draft.staged.raw;
  }
  return row;
}

}  // namespace importers
