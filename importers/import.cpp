// SPDX-License-Identifier: Apache-2.0
#include "importers/import.hpp"

#include "geo/base/error.hpp"
#include "geo/base/number.hpp"
#include "geo/base/text.hpp"
#include "importers/in_blocks.hpp"
#include "importers/mapping/identifiers.hpp"
#include "importers/parse/shape_text.hpp"
#include "importers/read/refuse.hpp"
#include "importers/record_buffer.hpp"
#include "importers/report/recorder.hpp"
#include "importers/rules/catchment_pairs.hpp"
#include "importers/rules/cell.hpp"
#include "importers/rules/near_duplicates.hpp"
#include "importers/rules/repeated.hpp"
#include "importers/rules/row_checker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <memory>

namespace importers {
namespace {

/// Options of a stranger are part of what he hands in: the file is refused, whoever noticed.
template <class Make>
auto as_input(Make make) {
  try {
    return make();
  } catch (const geo::Error& e) {
    if (e.problem() != geo::Problem::usage) { throw; }
    throw geo::Error(geo::Problem::input, e.text().en, e.text().pt);
  }
}

ProfilePointer profile_for(const Reader& reader, const geo::Collection& collection, const ImportOptions& options) {
  return choose_profile(options.profile, options.own_profile, collection.id, reader.columns(), reader.info().has_header);
}

/// One run of import().
class Import {
 public:
  Import(Reader& reader, const geo::Collection& collection, const geo::Catalog& catalog, const ImportOptions& options,
         geo::BatchWriter& writer, const geo::Progress& progress)
      : m_reader(reader),
        m_collection(collection),
        m_catalog(catalog),
        m_options(options),
        m_writer(writer),
        m_progress(progress),
        m_source_profile(as_input([&] { return profile_for(reader, collection, options); })),
        m_mapping(collection, options.map, m_source_profile),
        m_repeated(collection) {}

  Report run();

 private:
  void look();
  void find_areas_in_text();
  void find_telephones();
  void check_file() const;
  std::optional<GridStep> find_rows_grid();
  void make_checker();
  void read_all();
  const Record* next_record();
  bool check_next(CheckedRow& row);
  void take(CheckedRow& row);
  void compare(CheckedRow& row);
  void finish_comparing();
  void show_progress() const;
  void finish();
  void say_facts();
  void say_notes();
  void say_what_is_off();
  [[noreturn]] void refuse_file(std::string en, std::string pt);
  void refuse_if_bad();
  [[nodiscard]] bool has_features() const { return m_reader.info().unit == RecordUnit::feature; }
  void refuse_if_unnamed() const;
  void refuse_if_unknown();
  void refuse_if_too_short(const geo::BatchOutcome& outcome);
  void write_as_before(const FileFacts& like);
  [[nodiscard]] geo::Progress progress_of_writing() const;
  void take_outcome(geo::BatchOutcome outcome);
  [[nodiscard]] std::string time_zone() const;
  [[nodiscard]] bool is_constant(std::string_view field) const;
  [[nodiscard]] bool has_value(std::string_view field) const { return m_mapping.column_of(field) >= 0 || is_constant(field); }
  [[nodiscard]] bool can_be_located() const;
  void note(std::string en, std::string pt) { m_report.file.notes.push_back({std::move(en), std::move(pt)}); }

  Reader& m_reader;
  const geo::Collection& m_collection;
  const geo::Catalog& m_catalog;
  const ImportOptions& m_options;
  geo::BatchWriter& m_writer;
  const geo::Progress& m_progress;

  ProfilePointer m_source_profile;
  Mapping m_mapping;
  RecordBuffer m_buffer;
  std::size_t m_taken_up = 0;  // of its records
  Record m_record;
  bool m_geometry_seen = false;
  Profile m_profile;
  std::string m_crs;
  std::string m_time_zone;
  std::unique_ptr<RowChecker> m_checker;
  std::int64_t m_unknown = 0;  // rows that could not be read: nobody knows which they are
  Recorder m_recorder;
  Repeated m_repeated;
  std::unique_ptr<NearDuplicates> m_duplicates;
  CatchmentPairs m_pairs;
  Report m_report;
};

Report Import::run() {
  m_report.collection = m_collection.id;
  m_report.source = source_of(m_reader, m_collection, m_options);
  m_report.dry_run = m_options.dry_run;
  m_report.complete = m_options.complete;
  m_report.accept_partial = m_options.accept_partial;
  for (const auto& [field, value] : m_options.set) { m_report.constants.push_back({field, value}); }
  look();
  make_checker();
  check_file();
  if (m_options.complete) { refuse_if_unnamed(); }
  read_all();
  finish();
  return std::move(m_report);
}

/// Reads the first records and decides by them.
void Import::look() {
  Record record;
  while (!m_buffer.full() && m_reader.next(record)) {
    m_geometry_seen = m_geometry_seen || !record.wkb.empty();
    m_buffer.add(record);
  }
  m_mapping.extend(m_reader.columns());
  m_mapping.check_columns();
  find_areas_in_text();
  find_telephones();
  ProfileVote vote(m_collection, m_mapping);
  for (std::size_t i = 0; i < m_buffer.size(); ++i) {
    const Record& kept = m_buffer.at(i, m_mapping.size());
    if (kept.usable()) { vote.add(kept.cells); }
  }
  m_profile = vote.decide();
  m_profile.serials_from_1904 = m_profile.serials_from_1904 || m_reader.info().serials_from_1904;
  if (m_options.like) { write_as_before(*m_options.like); }
  m_crs = m_reader.info().crs;
}

/// A column that nobody asked for, all of whose cells are areas in words, holds the areas.
void Import::find_areas_in_text() {
  if (m_collection.geometry != geo::GeometryType::polygon || m_mapping.coordinates().wkt >= 0) { return; }
  for (std::size_t c = 0; c < m_mapping.size(); ++c) {
    bool any = false;
    bool all = m_mapping[c].use == Use::extra && !m_mapping[c].key;
    for (std::size_t i = 0; all && i < m_buffer.size(); ++i) {
      const std::string_view cell = trim_cell(m_buffer.at(i, m_mapping.size()).cells[c]);
      if (cell.empty() || is_null_word(cell, false)) { continue; }
      any = true;
      all = parse_area_cell(cell).has_value();
    }
    if (any && all) { return m_mapping.use_for_areas(c); }
  }
}

/// A column that nobody asked for, half of whose cells or more are telephone numbers, identifies people whatever it is called.
void Import::find_telephones() {
  constexpr std::size_t least = 3;
  for (std::size_t c = 0; c < m_mapping.size(); ++c) {
    if (m_mapping[c].use != Use::extra || m_mapping[c].key) { continue; }
    std::size_t filled = 0;
    std::size_t numbers = 0;
    for (std::size_t i = 0; i < m_buffer.size(); ++i) {
      const Record& kept = m_buffer.at(i, m_mapping.size());
      const std::string_view cell = kept.usable() ? trim_cell(kept.cells[c]) : std::string_view();
      filled += cell.empty() ? 0 : 1;
      numbers += is_telephone(cell) ? 1 : 0;
    }
    if (numbers >= least && 2 * numbers >= filled) { m_mapping.drop_people(c); }
  }
}

/// A few rows out of a file do not show how its dates and numbers are written.
void Import::write_as_before(const FileFacts& like) {
  m_profile.numbers = like.decimal_sign == ',' ? NumberStyle::comma : NumberStyle::point;
  if (like.date_order == "d/m/y" || like.date_order == "m/d/y") {
    m_profile.dates = like.date_order == "m/d/y" ? DateOrder::month_day : DateOrder::day_month;
    m_profile.dates_proven = true;
  }
  for (std::size_t c = 0; c < m_profile.times.size(); ++c) {
    const auto& days = like.midnight_is_day;
    m_profile.times[c].midnight_is_day = std::find(days.begin(), days.end(), m_mapping.name(c)) != days.end();
  }
}

void Import::make_checker() {
  FileFacts& file = m_report.file;
  const bool said = !m_crs.empty();
  file.crs_from = said ? "file" : m_options.crs.empty() ? "assumed" : "--crs";
  CheckSettings settings;
  settings.crs = said ? m_crs : m_options.crs.empty() ? "OGC:CRS84" : m_options.crs;
  file.crs = settings.crs;
  if (said && !m_options.crs.empty() && m_options.crs != m_crs) {
    note(fmt::format("the file says {}; --crs was not used", m_crs), fmt::format("o ficheiro diz {}; --crs não foi usado", m_crs));
  }
  settings.time_zone = m_time_zone = time_zone();
  settings.set = m_options.set;
  // Behind those of the user, who knows better.
  if (m_source_profile) {
    for (const ProfileField& f : m_source_profile->fields) {
      if (!f.constant.empty() && m_collection.index_of(f.field) >= 0) { settings.set.emplace_back(f.field, f.constant); }
    }
  }
  settings.area_of_operation = m_options.area_of_operation;
  if (m_options.reference) { settings.reference = m_options.reference; }
  settings.now = m_options.now;
  settings.by_feature = has_features();
  settings.grid = find_rows_grid();
  m_checker = as_input([&] { return std::make_unique<RowChecker>(m_collection, m_catalog, m_profile, settings); });
  m_checker->plan(m_mapping);
  m_duplicates = std::make_unique<NearDuplicates>(m_collection, m_options.existing, m_report.source);
}

std::string Import::time_zone() const {
  if (!m_options.time_zone.empty()) { return m_options.time_zone; }
  const bool known = m_source_profile && !m_source_profile->time_zone.empty();
  return known ? m_source_profile->time_zone : m_options.home_time_zone;
}

/// Of a population: whether its rows are cells of a grid.
std::optional<GridStep> Import::find_rows_grid() {
  if (known_field(m_collection, "cell_m") < 0) { return std::nullopt; }
  std::optional<GridStep> grid;
  if (const auto cell = m_reader.info().cell) {
    grid = {cell->first, cell->second};
  } else {
    std::vector<GridPoint> points;
    for (std::size_t i = 0; i < m_buffer.size(); ++i) {
      const Record& kept = m_buffer.at(i, m_mapping.size());
      const auto p = kept.usable() ? position_of(kept, m_mapping.coordinates(), m_profile.numbers) : std::nullopt;
      if (p) { points.push_back(*p); }
    }
    grid = find_grid(points);
  }
  if (grid) {
    note(fmt::format("the rows are cells of a grid, {:.6g} by {:.6g} in its units; cell_m has their side where the file has none", grid->x,
                     grid->y),
         fmt::format("as linhas são células de uma grelha, {:.6g} por {:.6g} nas suas unidades; cell_m tem o lado onde o ficheiro não o dá",
                     grid->x, grid->y));
  }
  return grid;
}

bool Import::is_constant(std::string_view field) const {
  return std::any_of(m_options.set.begin(), m_options.set.end(), [&](const auto& pair) { return pair.first == field; });
}

bool Import::can_be_located() const {
  if (m_collection.geometry == geo::GeometryType::none || m_geometry_seen || has_features() || m_mapping.has_coordinates()) { return true; }
  constexpr std::array<std::string_view, 9> places{"place_name",  "district",    "admin1_pcode", "admin2_pcode", "admin3_pcode",
                                                   "admin1_name", "admin2_name", "admin3_name",  "pcode"};
  return std::any_of(places.begin(), places.end(), [&](std::string_view field) { return has_value(field); });
}

void Import::check_file() const {
  if (m_buffer.size() == 0) { refuse("the file has no row", "o ficheiro não tem nenhuma linha"); }
  if (m_options.like) { return; }  // its columns were good enough the first time
  const bool nameless = !m_reader.info().has_header && !m_source_profile;
  if (nameless) {
    refuse("the first line holds data, not the names of the columns; name them with --columns a,b,c",
           "a primeira linha tem dados e não os nomes das colunas; indique-os com --columns a,b,c");
  }
  const std::string columns = m_mapping.list_columns();
  if (!can_be_located()) {
    const std::string_view one_area = m_collection.index_of("district") >= 0 ? "district" : "admin2_pcode";
    refuse("no column says where the rows are; use --map place_name=…, or --map latitude=… --map longitude=…, with columns of: " + columns +
               fmt::format("; or --set {}=… when all are in one", one_area),
           "nenhuma coluna diz onde ficam as linhas; use --map place_name=…, ou --map latitude=… --map longitude=…, com colunas de: " +
               columns + fmt::format("; ou --set {}=… quando todas são do mesmo", one_area));
  }
  const geo::Field* time = m_collection.field(m_collection.time_from);
  const bool needs_time = time != nullptr && time->type == geo::FieldType::time;
  if (needs_time && !has_value(m_collection.time_from) && !has_value(m_collection.time_to)) {
    refuse(fmt::format("no column says when it happened; use --map {}=… with one of: {}", m_collection.time_from, columns),
           fmt::format("nenhuma coluna diz quando aconteceu; use --map {}=… com uma de: {}", m_collection.time_from, columns));
  }
}

/// The first records, which decided how all are read, then the others.
const Record* Import::next_record() {
  if (m_taken_up < m_buffer.size()) { return &m_buffer.at(m_taken_up++, m_mapping.size()); }
  if (!m_reader.next(m_record)) { return nullptr; }
  if (m_record.cells.size() > m_mapping.size()) {
    m_mapping.extend(m_reader.columns());
    m_checker->plan(m_mapping);
  }
  return &m_record;
}

/// Touches the reader, the mapping and the checker, and nothing else: what is done with rows goes on at the same time.
bool Import::check_next(CheckedRow& row) {
  const Record* record = next_record();
  if (record == nullptr) { return false; }
  m_checker->check(*record, row.notes);
  row.line = m_checker->line_of(*record);
  row.is_placed = m_checker->is_placed();
  row.is_usable = record->usable();
  row.bytes = record->wkb.size();
  for (const std::string_view cell : record->cells) { row.bytes += cell.size(); }
  row.rejected.reset();
  const bool waits = row.notes.decided() && row.notes.decision().action == Action::quarantined;
  if (waits) { row.rejected = m_checker->rejected(*record, row.notes); }
  std::swap(row.staged, m_checker->draft().staged);
  return true;
}

void Import::take(CheckedRow& row) {
  if (!row.notes.decided()) { compare(row); }
  m_recorder.row(row.line, row.notes);
  if (!row.notes.decided()) {
    m_writer.add(row.staged);
  } else if (row.rejected) {
    m_unknown += row.is_usable ? 0 : 1;
    m_writer.reject(*row.rejected);
  }
}

/// Looks beyond the row: at those before it in the file, and at those in the store.
void Import::compare(CheckedRow& row) {
  geo::StagedRow& staged = row.staged;
  m_duplicates->link(staged, row.notes);
  m_repeated.add(staged, row.is_placed, m_recorder);
  if (m_collection.id != "catchments") { return; }
  std::string label = text_of(staged.row, "csc_code", m_collection);
  if (label.empty()) { label = text_of(staged.row, "name", m_collection); }
  if (label.empty()) { label = fmt::format("#{}", staged.line); }
  m_pairs.add(staged.line, staged.source_key, label, staged.row.geometry);
}

void Import::show_progress() const {
  if (m_progress.cancelled()) { geo::throw_stopped(); }
  const double share = m_reader.progress();
  const std::int64_t rows = m_recorder.rows().read;
  // Every row is met twice: now, and when it is written.
  m_progress.at(rows, share > 0 ? 2 * std::max(rows, static_cast<std::int64_t>(static_cast<double>(rows) / share)) : 0);
}

void Import::read_all() {
  in_blocks(
      m_options.workers, [this](CheckedRow& row) { return check_next(row); }, [this](CheckedRow& row) { take(row); },
      [this] { show_progress(); });
  for (const auto& [rule, rows] : m_reader.info().left_out) { m_recorder.passed_over(rule, rows); }
}

void Import::refuse_file(std::string en, std::string pt) {
  say_facts();
  m_recorder.finish(m_report);
  throw Refused({std::move(en), std::move(pt)}, m_report);
}

void Import::refuse_if_bad() {
  const RowCounts& rows = m_recorder.rows();
  if (m_reader.info().crs != m_crs) {
    refuse_file("the file names its coordinate system only after its first features; put \"crs\" first",
                "o ficheiro só indica o sistema de coordenadas depois dos primeiros elementos; ponha \"crs\" no início");
  }
  const std::int64_t candidates = rows.read - rows.dropped;
  if (candidates == 0) { refuse_file("the file has no row of data", "o ficheiro não tem nenhuma linha de dados"); }
  if (m_options.strict && rows.quarantined > 0) {
    refuse_file(fmt::format("{} of {} rows cannot go in, and --strict asks for all", rows.quarantined, candidates),
                fmt::format("{} de {} linhas não podem entrar, e --strict exige todas", rows.quarantined, candidates));
  }
  if (!m_options.accept_partial && rows.quarantined * 2 > candidates) {
    refuse_file(
        fmt::format("{} of {} rows cannot go in; a wrong mapping is likelier than so much bad data (--accept-partial takes the rest)",
                    rows.quarantined, candidates),
        fmt::format("{} de {} linhas não podem entrar; é mais provável um mapeamento errado do que tantos dados maus "
                    "(--accept-partial aceita o resto)",
                    rows.quarantined, candidates));
  }
}

/// Before the store's writer is asked for: comparing areas may take seconds.
void Import::finish_comparing() {
  m_repeated.finish(m_recorder.rows().gone_in(), m_recorder, m_report.file.notes);
  const geo::Progress stop_only({}, [this] { return m_progress.cancelled(); });  // pairs of areas are not rows
  m_pairs.finish(m_options.existing.get(), m_report.source, m_recorder, m_report.file.notes, stop_only);
  show_progress();
  if (m_duplicates->linked() > 0) {
    note(fmt::format("{} rows tell of events that other sources tell of, too; they are linked by duplicate_of, none was dropped",
                     m_duplicates->linked()),
         fmt::format(
             "{} linhas relatam acontecimentos que outras fontes também relatam; estão ligadas por duplicate_of, nenhuma foi descartada",
             m_duplicates->linked()));
  }
  if (m_duplicates->gave_up()) {
    note("the store holds so many events all around that the search for those of other sources was ended early (D2)",
         "há tantos acontecimentos guardados à volta que a procura dos de outras fontes terminou antes do fim (D2)");
  }
}

/// All files without a key share one source unless it is named.
void Import::refuse_if_unnamed() const {
  if (!m_options.source.empty() || m_mapping.key().column >= 0) { return; }
  refuse(
      "--complete needs to know of which source: the rows have no key, and all files without one count as one source; name it with "
      "--source",
      "--complete precisa de saber de que fonte: as linhas não têm chave, e todos os ficheiros sem chave contam como uma só fonte; "
      "indique-a com --source");
}

/// What cannot be read may be the very row that would be marked as gone.
void Import::refuse_if_unknown() {
  if (!m_options.complete || m_unknown == 0 || m_mapping.key().column < 0) { return; }
  refuse_file(fmt::format("{} rows could not be read, so nobody can tell which rows the source no longer has; correct them, or import "
                          "without --complete",
                          m_unknown),
              fmt::format("não foi possível ler {} linhas, por isso não se sabe que linhas a fonte deixou de ter; corrija-as, ou importe "
                          "sem --complete",
                          m_unknown));
}

/// A file of one week or one district is likelier than a source that has lost most of its rows.
void Import::refuse_if_too_short(const geo::BatchOutcome& o) {
  if (m_options.accept_partial || o.withdrawn <= o.present) { return; }
  refuse_file(
      fmt::format("{} of the {} rows of the source '{}' are not in this file: is it really the whole of it? (--accept-partial marks "
                  "them withdrawn all the same)",
                  o.withdrawn, o.withdrawn + o.present, m_report.source),
      fmt::format("{} das {} linhas da fonte '{}' não estão neste ficheiro: está mesmo completo? (--accept-partial marca-as na "
                  "mesma como retiradas)",
                  o.withdrawn, o.withdrawn + o.present, m_report.source));
}

/// The rows are met a second time when they are written.
geo::Progress Import::progress_of_writing() const {
  const geo::Progress progress = m_progress;  // the writer may outlive this object
  const std::int64_t read = m_recorder.rows().read;
  const auto at = [progress, read](std::int64_t done, std::int64_t total) {
    progress.at(read + (total > 0 ? done * read / total : 0), 2 * read);
  };
  return geo::Progress(at, [progress] { return progress.cancelled(); });
}

void Import::finish() {
  refuse_if_bad();
  refuse_if_unknown();
  finish_comparing();
  m_writer.report_to(progress_of_writing());
  take_outcome(m_writer.resolve());
  refuse_if_too_short(m_report.outcome);
  m_recorder.superseded(m_report.outcome.superseded_lines);
  say_facts();
  m_recorder.finish(m_report);
  assert(m_report.rows.balanced());
  if (m_options.dry_run) { return; }
  geo::BatchOutcome done = m_writer.commit(to_json(m_report));
  done.superseded_lines = std::move(m_report.outcome.superseded_lines);
  take_outcome(std::move(done));
  m_progress.at(m_report.rows.read, m_report.rows.read);
}

void Import::take_outcome(geo::BatchOutcome outcome) {
  m_report.outcome = std::move(outcome);
  if (m_options.like) { m_report.outcome.absent = 0; }  // rows out of a file are never all of its source
}

void Import::say_facts() {
  FileFacts& file = m_report.file;
  const SourceInfo& info = m_reader.info();
  file.format = info.format;
  file.encoding = info.encoding;
  file.delimiter = info.delimiter;
  file.gzip = info.gzip;
  file.empty_lines = info.empty_lines;
  file.position = info.unit == RecordUnit::feature ? "feature" : info.unit == RecordUnit::row ? "row" : "line";
  file.time_zone = m_time_zone;
  if (m_source_profile) {
    const bool asked = m_options.own_profile || (!m_options.profile.empty() && m_options.profile != "auto");
    file.profile = m_source_profile->id;
    file.profile_title = m_source_profile->title;
    file.profile_from = asked ? "--profile" : "columns";
    if (!asked) { file.profile_columns = m_source_profile->detect; }
  }
  file.times_without_zone = m_checker->times_without_zone();
  file.decimal_sign = m_profile.numbers == NumberStyle::comma ? ',' : '.';
  file.date_order = !m_profile.dates_asked ? "y-m-d" : m_profile.dates == DateOrder::month_day ? "m/d/y" : "d/m/y";
  for (std::size_t c = 0; c < m_profile.times.size(); ++c) {
    if (m_profile.times[c].midnight_is_day) { file.midnight_is_day.push_back(m_mapping.name(c)); }
  }
  m_report.columns = m_mapping.fates();
  say_notes();
}

void Import::say_notes() {
  const SourceInfo& info = m_reader.info();
  for (std::size_t i = 0; i < info.notes.size(); ++i) { note(info.notes[i], i < info.notes_pt.size() ? info.notes_pt[i] : info.notes[i]); }
  if (m_profile.numbers_mixed) { note("decimal points and decimal commas both occur", "ocorrem pontos decimais e vírgulas decimais"); }
  if (m_profile.dates_mixed) { note("day before month and month before day both occur", "ocorrem dia antes do mês e mês antes do dia"); }
  if (const auto people = m_checker->people()) {
    std::string sum;
    geo::append_number(sum, std::round(10 * *people) / 10);
    note(fmt::format("people in the rows that go in: {}", sum), fmt::format("pessoas nas linhas que entram: {}", sum));
  }
  m_checker->say(m_report.file.notes);
  say_what_is_off();
  if (const auto people = m_mapping.people_on_demand(); !people.empty()) {
    note(fmt::format("columns that seem to identify people were read because --map asks for it: {}", fmt::join(people, ", ")),
         fmt::format("colunas que parecem identificar pessoas foram lidas porque --map o pede: {}", fmt::join(people, ", ")));
  }
  const bool has_categories = m_collection.index_of("category") >= 0;
  if (has_categories && has_value("category") && m_collection.index_of("severity") >= 0 && !has_value("severity")) {
    note("no column is a severity: each row has that of its category", "nenhuma coluna é uma gravidade: cada linha tem a da sua categoria");
  }
  if (has_categories && !has_value("category")) {
    note("no column is a category: every row is ZZ; --set category=… gives one to all",
         "nenhuma coluna é uma categoria: todas as linhas ficam ZZ; --set category=… dá uma a todas");
  }
  constexpr std::array<std::string_view, 4> known_by_name{"admin_areas", "settlements", "sites", "cscs"};
  const bool needs_name = std::find(known_by_name.begin(), known_by_name.end(), m_collection.id) != known_by_name.end();
  if (needs_name && !has_value("name")) {
    note("no column is a name: the rows have none; --map name=… says which column it is",
         "nenhuma coluna é um nome: as linhas não têm nenhum; --map name=… diz que coluna é");
  }
}

/// Rules that had nothing to go by.
void Import::say_what_is_off() {
  if (m_collection.id == "admin_areas" || m_collection.geometry == geo::GeometryType::none) { return; }
  const Reference* reference = m_options.reference.get();
  const bool has_areas = reference != nullptr && !reference->areas().empty();
  const bool has_places = reference != nullptr && !reference->places().empty();
  if (!has_areas) {
    note(
        "the store has no administrative areas: P-codes were neither checked nor filled in, nor metres told apart by district (G6, G8, G9, "
        "C2)",
        "não há áreas administrativas guardadas: os P-codes não foram verificados nem preenchidos, nem os metros distinguidos por distrito "
        "(G6, G8, G9, C2)");
  }
  if (!has_places && m_collection.index_of("location_precision") >= 0) {
    note("the store has no settlements: rows without a position were not placed by the name of their settlement (G10)",
         "não há povoados guardados: linhas sem posição não foram localizadas pelo nome do povoado (G10)");
  }
}

}  // namespace

std::string source_of(const Reader& reader, const geo::Collection& collection, const ImportOptions& options) {
  if (!options.source.empty()) { return options.source; }
  if (!reader.info().source.empty()) { return reader.info().source; }
  Mapping mapping(collection, options.map, as_input([&] { return profile_for(reader, collection, options); }));
  mapping.extend(reader.columns());
  return derived_source(reader.columns(), mapping.key());
}

Report import(Reader& reader, const geo::Collection& collection, const geo::Catalog& catalog, const ImportOptions& options,
              geo::BatchWriter& writer, const geo::Progress& progress) {
  return Import(reader, collection, catalog, options, writer, progress).run();
}

}  // namespace importers
