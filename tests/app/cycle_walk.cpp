// SPDX-License-Identifier: Apache-2.0
#include "tests/app/cycle_walk.hpp"

#include "app/commands.hpp"
#include "app/import_file.hpp"
#include "tests/app/cycle_model.hpp"
#include "tests/app/dump.hpp"
#include "tests/store/subjects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <regex>
#include <set>
#include <sstream>
#include <stdexcept>

namespace app_test {
namespace {

namespace fs = std::filesystem;

constexpr const char* no_date = "2024-33-05";
constexpr std::size_t keys_per_source = 8;
constexpr std::size_t keyless = 2;
constexpr const char* sources[] = {"polícia", "ong", "rádio"};  // the last one gives its rows no keys

std::string content_of_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// "place/killed", as the model has it.
std::string says(const std::string& place, std::int64_t killed) { return fmt::format("{}/{}", place, killed); }

class Walk {
 public:
  Walk(std::uint64_t seed, CycleTally& tally) : m_random(seed), m_tally(tally) {
    m_context.store = fs::path(m_folder.path()) / "store.db";
    m_context.quiet = true;
    reopen();
    m_nothing = rows_of(*m_store);
  }

  void step();
  void undo_everything();
  [[nodiscard]] const std::string& log() const { return m_log; }

 private:
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(m_random); }
  bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
  void say(const std::string& what) { m_log += what + "\n"; }
  void reopen() {
    m_store.reset();
    m_store = m_context.open_or_create_store();
  }

  SentRow some_row(std::size_t source, std::size_t key);
  SentFile some_file();
  SentFile corrected(SentFile file);
  void write_text(SentFile& file);
  app::ImportResult put_in(const std::string& text, const std::string& source, bool complete, bool dry_run = false);
  void import(const SentFile& file);
  void correct_quarantine();
  void correct(const fs::path& sheet);
  void edit();
  void undo(geo::BatchId batch);
  void there_and_back();
  void unchanged(const std::string& what, const std::function<void()>& call);
  [[nodiscard]] std::string rows() const;
  [[nodiscard]] std::string waiting() const;
  void check();
  static void same(const std::string& what, const std::string& expected, const std::string& actual) {
    if (expected != actual) { throw std::runtime_error(fmt::format("{}\n--- should be:\n{}\n--- is:\n{}", what, expected, actual)); }
  }

  std::mt19937_64 m_random;
  CycleTally& m_tally;
  store_test::TemporaryFolder m_folder;
  app::Context m_context;
  std::unique_ptr<store::SqliteStore> m_store;
  CycleModel m_model;
  std::vector<SentFile> m_sent;
  std::string m_nothing;  // the dump of the empty store
  std::string m_log;
  int m_files = 0;
};

SentRow Walk::some_row(std::size_t source, std::size_t key) {
  static const char* const places[] = {"Pemba", "Metuge", "Ancuabe", "Mecúfi; \"sul\""};
  const std::string says_this = says(places[below(4)], static_cast<std::int64_t>(below(3)));
  if (source == keyless) { return {"", says_this}; }
  return {fmt::format("{}{}", static_cast<char>('a' + source), key), says_this, !chance(15)};
}

SentFile Walk::some_file() {
  const std::size_t source = below(3);
  SentFile file{sources[source], chance(25), {}, {}};
  const std::size_t rows = 1 + below(keys_per_source);
  std::set<std::size_t> used;
  while (file.rows.size() < rows) {
    const std::size_t key = source == keyless ? file.rows.size() : below(keys_per_source);
    if (used.insert(key).second) { file.rows.push_back(some_row(source, key)); }
  }
  if (chance(20) && file.rows.front().good) {  // the same row once more, further down; or the same key with another word
    file.rows.push_back(file.rows.front());
    if (source != keyless && chance(50)) { file.rows.back().says = says("Quissanga", 7); }
  }
  write_text(file);
  return file;
}

/// Some rows say something else, are gone, or have been put right.
SentFile Walk::corrected(SentFile file) {
  for (SentRow& row : file.rows) {
    if (chance(30)) { row.says = says("Macomia", static_cast<std::int64_t>(below(3))); }
    row.good = row.good || chance(50);
  }
  if (file.rows.size() > 1 && chance(40)) { file.rows.erase(file.rows.begin() + static_cast<std::ptrdiff_t>(below(file.rows.size()))); }
  if (chance(30)) { std::shuffle(file.rows.begin(), file.rows.end(), m_random); }
  if (chance(50)) { file.complete = !file.complete; }
  write_text(file);
  return file;
}

/// Every row has a day and a place of its own, so that none is taken for the same event as another.
void Walk::write_text(SentFile& file) {
  const auto source = static_cast<std::size_t>(std::find(std::begin(sources), std::end(sources), file.source) - std::begin(sources));
  file.text = source == keyless ? "" : "_uuid,";
  file.text += "data_ocorrencia,categoria,latitude,longitude,localidade,mortos\n";
  for (const SentRow& row : file.rows) {
    const std::size_t bar = row.says.find('/');
    std::string place = row.says.substr(0, bar);
    if (const std::size_t quote = place.find('"'); quote != std::string::npos) { place = "\"Mecúfi; \"\"sul\"\"\""; }
    const std::size_t number = row.key.empty() ? 20 : static_cast<std::size_t>(row.key[1] - '0') + 1;
    const std::string date = row.good ? fmt::format("2024-{:02}-{:02}", source + 1, number) : no_date;
    if (!row.key.empty()) { file.text += row.key + ","; }
    file.text += fmt::format("{},0401,-12.{:02},40.{},{},{}\n", date, number, source + 3, place, row.says.substr(bar + 1));
  }
}

app::ImportResult Walk::put_in(const std::string& text, const std::string& source, bool complete, bool dry_run) {
  const fs::path path = fs::path(m_folder.path()) / fmt::format("file{}.csv", ++m_files);
  std::ofstream(path, std::ios::binary) << text;
  app::FileImport how;
  how.options.source = source;
  how.options.complete = complete;
  how.options.accept_partial = true;
  how.options.dry_run = dry_run;
  app::JobWatch nobody;
  nobody.terminal = false;
  app::ImportResult result = app::import_file(m_context, *m_store, "incidents", path, how, nobody);
  if (result.refusal) { throw std::runtime_error("refused: " + result.refusal->en + "\n" + text); }
  return result;
}

void Walk::import(const SentFile& file) {
  say(fmt::format("import{} '{}':\n{}", file.complete ? " complete" : "", file.source, file.text));
  ++m_tally.imports;
  if (m_model.is_known(file)) {
    ++m_tally.known;
    unchanged("a file that was in already", [&] {
      same("the file", "is known", put_in(file.text, file.source, file.complete).already_imported ? "is known" : "is new");
    });
    return;
  }
  if (chance(20)) {
    unchanged("a dry run", [&] { put_in(file.text, file.source, file.complete, true); });
  }
  const app::ImportResult result = put_in(file.text, file.source, file.complete);
  same("the file", "is new", result.already_imported ? "is known" : "is new");
  m_tally.withdrawn += result.report->outcome.withdrawn > 0 ? 1 : 0;
  m_tally.returned += result.report->outcome.returned > 0 ? 1 : 0;
  m_model.import(file);
}

/// Gives the quarantine out, puts some of its dates right, and takes it in again.
void Walk::correct_quarantine() {
  const fs::path out = fs::path(m_folder.path()) / "out";
  fs::create_directory(out);
  app::run_quarantine_export(m_context, {out / "fix.csv", "incidents", {}});
  std::vector<fs::path> sheets;
  for (const auto& entry : fs::directory_iterator(out)) { sheets.push_back(entry.path()); }
  std::sort(sheets.begin(), sheets.end());
  for (const fs::path& sheet : sheets) { correct(sheet); }
  fs::remove_all(out);
}

/// The row that a line of a sheet is about.
geo::QuarantineRef ref_in(const std::string& line) {
  std::smatch found;
  if (line.find(no_date) != 3 || !std::regex_search(line, found, std::regex("[0-9a-f]{8}/(\\d+)/(\\d+)"))) {
    throw std::runtime_error("a line of another kind: " + line);
  }
  return {std::stoll(found[1]), std::stoll(found[2])};
}

void Walk::correct(const fs::path& sheet) {
  SentFile file;
  std::istringstream lines(content_of_file(sheet));
  std::string line;
  std::getline(lines, line);
  file.text = line + "\n";
  while (std::getline(lines, line)) {
    const geo::QuarantineRef ref = ref_in(line);
    SentRow row{line.substr(0, 2), m_model.refused(ref).says, chance(60), ref};
    const auto source = static_cast<std::size_t>(row.key[0] - 'a');
    file.source = sources[source];
    if (row.good) { line.replace(3, 10, fmt::format("2024-{:02}-{:02}", source + 1, row.key[1] - '0' + 1)); }
    file.text += line + "\n";
    file.rows.push_back(row);
  }
  say("correct:\n" + file.text);
  ++m_tally.corrections;
  put_in(file.text, "", false);
  m_model.import(file);
}

void Walk::edit() {
  const auto keys = m_model.keys();
  if (keys.empty()) { return; }
  const auto [source, key] = keys[below(keys.size())];
  const geo::Fid fid = m_store->find_row("incidents", source, key, geo::role_named("protection")).value();
  geo::Query query;
  query.fid = fid;
  geo::Edit change{fid, chance(25), {}};
  change.row = geo::feature_at(m_store->view("incidents", geo::role_named("protection"))->find(query).batch, 0).row;
  const auto killed = static_cast<std::int64_t>(10 + below(2));
  const geo::Collection incidents = *m_store->catalog().collection("incidents");
  change.row.values[static_cast<std::size_t>(incidents.index_of("place_name"))] = std::string("Ibo");
  change.row.values[static_cast<std::size_t>(incidents.index_of("killed"))] = killed;
  geo::BatchInfo info;
  info.collection = "incidents";
  say(fmt::format("edit {} {}", key, change.remove ? "away" : says("Ibo", killed)));
  m_store->edit(info, {change});
  m_model.edit(source, key, change.remove ? std::nullopt : std::optional(says("Ibo", killed)));
}

void Walk::undo(geo::BatchId batch) {
  say(fmt::format("undo {}", batch));
  const geo::BatchOutcome outcome = m_store->undo(batch);
  m_tally.undone += batch < m_model.newest() ? 1 : 0;
  m_tally.kept += outcome.kept > 0 ? 1 : 0;
  m_model.undo(batch);
}

/// What was done last is taken back at once: every row is as before.
void Walk::there_and_back() {
  const std::string before = rows_of(*m_store);
  const SentFile file = some_file();
  if (m_model.is_known(file)) { return; }
  import(file);
  check();
  undo(m_model.newest());
  same("a file taken back at once", before, rows_of(*m_store));
}

void Walk::unchanged(const std::string& what, const std::function<void()>& call) {
  const std::string before = all_of(*m_store);
  call();
  same(what, before, all_of(*m_store));
}

std::string Walk::rows() const {
  const auto view = m_store->view("incidents", geo::role_named("protection"));
  geo::Query query;
  query.limit = UINT32_MAX;
  query.columns = {"source", "source_key", "place_name", "killed", "withdrawn_on"};
  const geo::Page page = view->find(query);
  std::multiset<std::string> lines;
  for (std::size_t i = 0; i < page.batch.rows; ++i) {
    const std::vector<geo::Value> v = geo::feature_at(page.batch, i).row.values;
    const std::string key = std::get<std::string>(v[1]);
    const std::string shown = key.size() > 2 ? "-" : key;
    const std::string row = says(std::get<std::string>(v[2]), std::get<std::int64_t>(v[3]));
    lines.insert(fmt::format("{} {} {}{}\n", std::get<std::string>(v[0]), shown, row, v[4].index() == 0 ? "" : " withdrawn"));
  }
  return fmt::format("{}", fmt::join(lines, ""));
}

std::string Walk::waiting() const {
  std::string lines;
  for (const store::QuarantinedRow& row : m_store->quarantine("incidents")) {
    lines += fmt::format("{}/{} {}\n", row.ref.batch, row.ref.position, row.row.source_key);
  }
  return lines;
}

void Walk::check() {
  same("rows", m_model.rows(), rows());
  same("quarantine", m_model.waiting(), waiting());
  same("commits", std::to_string(m_model.newest()), std::to_string(m_store->info().rev));
}

void Walk::step() {
  const std::vector<geo::BatchId> alive = m_model.alive();
  const std::size_t dice = below(100);
  if (dice < 30 || m_sent.empty()) {
    m_sent.push_back(some_file());
    import(m_sent.back());
  } else if (dice < 40) {
    import(m_sent[below(m_sent.size())]);
  } else if (dice < 55) {
    m_sent.push_back(corrected(m_sent[below(m_sent.size())]));
    import(m_sent.back());
  } else if (dice < 65) {
    correct_quarantine();
  } else if (dice < 78) {
    edit();
  } else if (dice < 90 && !alive.empty()) {
    undo(alive[below(alive.size())]);
  } else if (dice < 95) {
    there_and_back();
  } else {
    say("reopen");
    reopen();
  }
  check();
}

void Walk::undo_everything() {
  for (std::vector<geo::BatchId> alive = m_model.alive(); !alive.empty(); alive = m_model.alive()) {
    undo(alive[below(alive.size())]);
    check();
  }
  same("when all is undone", m_nothing, rows_of(*m_store));
  reopen();
  same("when all is undone, for the next who opens it", m_nothing, rows_of(*m_store));
}

}  // namespace

void walk(std::uint64_t seed, int steps, CycleTally& tally) {
  Walk walk(seed, tally);
  try {
    for (int i = 0; i < steps; ++i) { walk.step(); }
    walk.undo_everything();
  } catch (const std::exception& e) { tally.fault = fmt::format("seed {}: {}\nafter:\n{}", seed, e.what(), walk.log()); }
}

}  // namespace app_test
