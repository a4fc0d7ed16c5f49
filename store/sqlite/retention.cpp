// SPDX-License-Identifier: Apache-2.0
// What is too old to be kept: emptied and made coarse in every version of a row.
#include "store/sqlite/retention.hpp"

#include "geo/base/error.hpp"
#include "geo/table/builtin.hpp"
#include "store/results.hpp"
#include "store/sqlite/catalog_table.hpp"
#include "store/sqlite/coarse_places.hpp"
#include "store/sqlite/results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace store {
namespace {

using Rows = RetentionReport::Rows;

// Codes of location_precision, as SQL has them.
constexpr std::string_view of_district = "'admin2','admin1','country','none'";
constexpr std::string_view of_settlement = "'settlement','admin3','admin2','admin1','country','none'";
constexpr const char* held_name = "retention_held";  // among the store's own facts: "incidents/12 incidents/15"

/// The same day so many months before; the last day of the month where there is none.
geo::TimeMs months_before(geo::TimeMs now, int months) {
  constexpr geo::TimeMs ms_per_day = 86'400'000;
  geo::CivilDate date = geo::civil_date(geo::utc_day(now));
  const int month = date.year * 12 + date.month - 1 - months;
  date.year = month / 12;
  date.month = month % 12 + 1;
  while (!geo::day_number(date)) { --date.day; }
  return *geo::day_number(date) * ms_per_day;
}

/// Fields in which somebody tells what happened: of the built-in ones cold text for the cleared, and what no field was found for; of
/// those that somebody added, of which nobody here knows what they hold, every text.
std::vector<std::string> texts_of(const geo::Collection& collection) {
  std::vector<std::string> names;
  const geo::Collection* known = geo::builtin_catalog().collection(collection.id);
  for (const geo::Field& f : collection.fields) {
    const bool is_text = f.type == geo::FieldType::text || f.type == geo::FieldType::json;
    const bool tells = known == nullptr || known->field(f.name) == nullptr || (!f.hot && f.confidentiality >= 2);
    if (is_text && !f.system && tells) { names.push_back(f.name); }
  }
  return names;
}

class Keeper {
 public:
  Keeper(Writer& writer, const geo::Collection& collection, const std::set<HeldRow>& held, const CoarsePlaces& places)
      : m_writer(writer), m_db(writer.database), m_collection(collection), m_held(held), m_places(places) {
    m_rows.collection = collection.id;
  }

  Rows run(const RetentionPolicy& policy, geo::TimeMs now) {
    const geo::TimeMs text_cut = months_before(now, policy.text_months);
    empty_quotes(text_cut);
    const std::vector<std::string>& ids = policy.text_collections;
    const bool has_texts = std::find(ids.begin(), ids.end(), m_collection.id) != ids.end();
    const std::vector<std::string> texts = has_texts ? texts_of(m_collection) : std::vector<std::string>{};
    std::set<geo::Fid> held;
    const auto changed = [&](const std::string& condition, geo::TimeMs cut) {
      std::vector<geo::Fid> fids = rows(condition, cut);
      std::erase_if(fids, [&](geo::Fid fid) {
        const bool is_held = m_held.contains({m_collection.id, fid});
        if (is_held) { held.insert(fid); }
        return is_held;
      });
      return fids;
    };
    if (!texts.empty()) {
      std::string any;
      for (const std::string& name : texts) { any += (any.empty() ? "" : " OR ") + ("v." + sql_name(name)) + " IS NOT NULL"; }
      const std::vector<geo::Fid> fids = changed(any, text_cut);
      change(fids, texts, [&](StoredRow& row) {
        for (const std::string& name : texts) { value(row, name) = std::monostate(); }
      });
      m_rows.texts = static_cast<std::int64_t>(fids.size());
    }
    if (m_collection.id == "incidents") {
      // The oldest first: they need not stop at a settlement on their way to the district.
      const std::string coarse = fmt::format(
          "(v._lon IS NOT NULL AND coalesce(v.location_precision, '') NOT IN ({})) OR v.place_name IS NOT NULL OR v.admin3_pcode IS NOT "
          "NULL "
          "OR v.uncertainty_m IS NOT NULL",
          of_district);
      change(changed(coarse, months_before(now, policy.settlement_months)), place_columns, [&](StoredRow& row) { to_district(row); });
      // A name that goes with no settlement is what stood in the file: a street, a house.
      const std::string exact = fmt::format(
          "(v._lon IS NOT NULL AND coalesce(v.location_precision, '') NOT IN ({})) OR "
          "(v.place_name IS NOT NULL AND (v._lon IS NULL OR coalesce(v.location_precision, '')<>'settlement'))",
          of_settlement);
      change(changed(exact, months_before(now, policy.place_months)), place_columns, [&](StoredRow& row) { to_settlement(row); });
    }
    m_rows.held = static_cast<std::int64_t>(held.size());
    close();
    return m_rows;
  }

 private:
  static const std::vector<std::string> place_columns;

  geo::Value& value(StoredRow& row, const std::string& name) const {
    return row.row.values[static_cast<std::size_t>(m_collection.index_of(name))];
  }

  /// Rows that are old enough and of which any version meets the condition.
  std::vector<geo::Fid> rows(const std::string& condition, geo::TimeMs cut) {
    // When it came in: the oldest of the batches that the row's versions are from.
    const std::string came_in =
        fmt::format("min(b.at, coalesce((SELECT min(first.at) FROM {} o JOIN batch first ON first.id=o._batch WHERE o.fid=r.fid), b.at))",
                    old_table(m_collection.id));
    const std::string day = is_date() ? "*86400000" : "";
    const std::string since =
        m_collection.time_from.empty() ? came_in : fmt::format("coalesce(r.{}{}, {})", sql_name(m_collection.time_from), day, came_in);
    Statement s = m_db.prepare(
        fmt::format("SELECT r.fid FROM {0} r LEFT JOIN batch b ON b.id=r._batch WHERE {1}<?1 AND (EXISTS(SELECT 1 FROM {0} v WHERE "
                    "v.fid=r.fid AND ({3})) "
                    "OR EXISTS(SELECT 1 FROM {2} v WHERE v.fid=r.fid AND ({3}))) ORDER BY r.fid",
                    row_table(m_collection.id), since, old_table(m_collection.id), condition));
    std::vector<geo::Fid> fids;
    for (s.bind(1, cut); s.step();) { fids.push_back(s.integer(0)); }
    return fids;
  }
  /// Whether the collection's time is a day, which is kept as its number.
  [[nodiscard]] bool is_date() const {
    const geo::Field* field = m_collection.field(m_collection.time_from);
    return field != nullptr && field->type == geo::FieldType::date;
  }

  /// A new version of each, then every older one made to say no more than it in these columns.
  template <class Change>
  void change(const std::vector<geo::Fid>& fids, const std::vector<std::string>& columns, Change make) {
    if (fids.empty()) { return; }
    open();
    RowTable table(m_db, m_collection);
    std::string names;
    for (const std::string& name : columns) { names += (names.empty() ? "" : ", ") + sql_name(name); }
    Statement forget = m_db.prepare(fmt::format("UPDATE {0} SET ({2})=(SELECT {2} FROM {1} WHERE fid=?1) WHERE fid=?1",
                                                old_table(m_collection.id), row_table(m_collection.id), names));
    for (const geo::Fid fid : fids) {
      const StoredRow old = *table.find(fid);
      StoredRow next = old;
      make(next);
      succeed(m_collection, old, m_batch.rev, next);
      // Two changes of one row in one commit make one version.
      if (old.rev != m_batch.rev) {
        table.replace(old, next);
      } else {
        table.amend(next);
      }
      forget.bind(1, fid).run();
    }
    table.finish();
    m_changed += static_cast<std::int64_t>(fids.size());
  }

  /// How exact the place of the newest version is; an older one may be what is too exact.
  [[nodiscard]] bool is_as_coarse_as(StoredRow& row, std::string_view list) const {
    const auto* precision = std::get_if<std::string>(&value(row, "location_precision"));
    return row.row.geometry.is_none() || (precision != nullptr && list.find(fmt::format("'{}'", *precision)) != std::string_view::npos);
  }

  void to_district(StoredRow& row) {
    for (const char* name : {"place_name", "admin3_pcode", "uncertainty_m"}) { value(row, name) = std::monostate(); }
    if (is_as_coarse_as(row, of_district)) {
      ++m_rows.to_district;
      return;
    }
    const auto* pcode = std::get_if<std::string>(&value(row, "admin2_pcode"));
    const std::optional<geo::LonLat> at = pcode == nullptr ? std::nullopt : m_places.district(*pcode);
    row.row.geometry = at ? geo::Geometry::point(*at) : geo::Geometry();
    value(row, "location_precision") = std::string(at ? "admin2" : "none");
    ++(at ? m_rows.to_district : m_rows.to_nowhere);
  }

  void to_settlement(StoredRow& row) {
    if (is_as_coarse_as(row, of_settlement)) {
      const bool names_settlement = !row.row.geometry.is_none() && is_as_coarse_as(row, "'settlement'");
      if (!names_settlement) { value(row, "place_name") = std::monostate(); }
      ++m_rows.to_settlement;
      return;
    }
    const CoarsePlaces::Settlement* near = m_places.settlement(row.row.geometry.lonlat());
    if (near == nullptr) { return to_district(row); }
    row.row.geometry = geo::Geometry::point(near->at);
    value(row, "location_precision") = std::string("settlement");
    value(row, "place_name") = near->name;
    value(row, "uncertainty_m") = std::monostate();
    ++m_rows.to_settlement;
  }

  /// Rows that were refused, and reports, quote what stood in the file.
  void empty_quotes(geo::TimeMs cut) {
    const auto run = [&](const char* sql) {
      Statement s = m_db.prepare(sql);
      std::int64_t count = 0;
      for (s.bind(1, m_collection.id).bind(2, cut); s.step();) { ++count; }
      return count;
    };
    m_rows.refused = run("DELETE FROM quarantine WHERE batch IN (SELECT id FROM batch WHERE collection=? AND at<?) RETURNING 1");
    m_rows.reports = run("UPDATE batch SET report='' WHERE report<>'' AND collection=? AND at<? RETURNING 1");
  }

  void open() {
    if (m_batch.id != 0) { return; }
    geo::BatchInfo info;
    info.collection = m_collection.id;
    info.kind = "retention";
    info.operator_name = m_writer.actor().who;
    m_batch = open_batch(m_writer, info);
  }
  void close() {
    if (m_batch.id == 0) { return; }
    geo::BatchOutcome outcome;
    outcome.batch = m_batch.id;
    outcome.updated = m_changed;
    finish_batch(m_writer, outcome, 0, "");
  }

  Writer& m_writer;
  Database& m_db;
  geo::Collection m_collection;
  const std::set<HeldRow>& m_held;
  const CoarsePlaces& m_places;
  OpenBatch m_batch;
  std::int64_t m_changed = 0;
  Rows m_rows;
};

const std::vector<std::string> Keeper::place_columns{
    // NOLINT(cert-err58-cpp): names
    "_lon", "_lat", "_wkb", "location_precision", "place_name", "admin3_pcode", "uncertainty_m"};

AuditEntry entry_of(const Actor& actor, const Rows& rows) {
  AuditDetails details;
  details.number("texts", rows.texts).number("to_settlement", rows.to_settlement).number("to_district", rows.to_district);
  details.number("to_nowhere", rows.to_nowhere).number("refused", rows.refused).number("reports", rows.reports).number("held", rows.held);
  return audit_entry(actor, "retention", rows.collection, rows.texts + rows.to_settlement + rows.to_district + rows.to_nowhere, details);
}

/// Those that were computed from any of the collections, but for what was released to everybody: counts by district and year are
/// coarser than what retention leaves.
std::vector<std::string> results_of(const geo::Catalog& catalog, const std::set<std::string>& collections) {
  std::vector<std::string> ids;
  for (const geo::Collection& c : catalog.collections) {
    if (!c.result || c.result->role == "visitor") { continue; }
    const std::vector<std::string>& inputs = c.result->inputs;
    if (std::any_of(inputs.begin(), inputs.end(), [&](const std::string& id) { return collections.contains(id); })) { ids.push_back(c.id); }
  }
  return ids;
}

std::string text_of(const HeldRow& row) { return fmt::format("{}/{}", row.collection, row.fid); }

}  // namespace

std::vector<HeldRow> held_rows(Database& database) {
  std::vector<HeldRow> rows;
  const std::string list = database.text(fmt::format("SELECT value FROM meta WHERE name='{}'", held_name));
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t end = std::min(list.find(' ', at), list.size());
    const std::size_t slash = list.find('/', at);
    HeldRow row{list.substr(at, slash - at), 0};
    std::from_chars(list.data() + slash + 1, list.data() + end, row.fid);
    rows.push_back(std::move(row));
    at = end + 1;
  }
  return rows;
}

void hold_row(Writer& writer, const HeldRow& row, bool hold) {
  const auto lock = lock_writer(writer);
  Database& db = writer.database;
  Transaction transaction(db);
  const geo::Collection collection = load_collection(db, row.collection);
  if (!RowTable(db, collection).find(row.fid)) {
    throw geo::Error(geo::Problem::not_found, fmt::format("there is no row {} in '{}'", row.fid, row.collection),
                     fmt::format("não existe a linha {} em '{}'", row.fid, row.collection));
  }
  std::vector<HeldRow> rows = held_rows(db);
  std::erase(rows, row);
  if (hold) { rows.push_back(row); }
  std::string list;
  for (const HeldRow& held : rows) { list += (list.empty() ? "" : " ") + text_of(held); }
  db.prepare("INSERT OR REPLACE INTO meta(name, value) VALUES(?,?)").bind(1, std::string_view(held_name)).bind(2, list).run();
  AuditDetails details;
  details.word("what", hold ? "held" : "released").number("row", row.fid);
  commit_on_record(writer, transaction, audit_entry(writer.actor(), "retention", row.collection, 1, details));
}

RetentionReport retain(Writer& writer, const RetentionPolicy& policy, bool apply) {
  const auto lock = lock_writer(writer);
  Database& db = writer.database;
  RetentionReport report;
  {
    Transaction transaction(db);
    const geo::Catalog catalog = load_catalog(db);
    for (const std::string& id : policy.text_collections) { (void)load_collection(db, id); }  // throws for one that is not there
    const std::vector<HeldRow> list = held_rows(db);
    const std::set<HeldRow> held(list.begin(), list.end());
    const CoarsePlaces places(db);
    const geo::TimeMs now = writer.clock();
    std::vector<AuditEntry> entries;
    std::set<std::string> touched;
    for (const geo::Collection& c : catalog.collections) {
      if (c.result) { continue; }
      Rows rows = Keeper(writer, c, held, places).run(policy, now);
      if (rows.any()) {
        entries.push_back(entry_of(writer.actor(), rows));
        touched.insert(c.id);
      }
      if (rows.any() || rows.held > 0) { report.rows.push_back(std::move(rows)); }
    }
    report.results = results_of(catalog, touched);
    for (const std::string& id : report.results) { entries.push_back(drop_result(writer, id)); }
    report.exports = db.integer("SELECT count(*) FROM audit WHERE action='export' AND role<>'visitor'");
    if (apply && !entries.empty()) { commit_on_record(writer, transaction, entries); }
  }
  // The log of the last writes holds the pages as they were, and cannot be emptied while somebody reads.
  if (apply && db.integer("PRAGMA wal_checkpoint(TRUNCATE)") != 0) { report.beyond_reach.emplace_back(writer.file.string() + "-wal"); }
  return report;
}

}  // namespace store
