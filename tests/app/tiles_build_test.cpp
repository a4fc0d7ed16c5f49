// SPDX-License-Identifier: Apache-2.0
// `bairro tiles build` from outside, and what is in its files beside what the server would draw.
#include "app/tile_file.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite_store.hpp"
#include "tests/app/program.hpp"
#include "tests/app/sample.hpp"
#include "tiles/filtered_view.hpp"
#include "tiles/gzip.hpp"
#include "tiles/mvt_decoder.hpp"
#include "tiles/pmtiles_id.hpp"
#include "tiles/pmtiles_reader.hpp"
#include "tiles/tile_source.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <csignal>
#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <sys/stat.h>
#include <thread>

namespace {

namespace fs = std::filesystem;
using app_test::content_of;
using app_test::Outcome;
using testing::HasSubstr;
using testing::Not;
using Tiles = std::map<std::uint64_t, std::string>;

/// A PMTiles file, read by our reader.
struct Archive {
  explicit Archive(const std::string& file) : bytes(content_of(file)) {
    const tiles::PmtilesReader reader(bytes.size(), [this](std::uint64_t at, std::size_t n) { return bytes.substr(at, n); });
    header = reader.header();
    metadata = reader.metadata();
    reader.for_each_entry([&](const tiles::PmtilesEntry& entry) {
      for (std::uint64_t k = 0; k < entry.run; ++k) { all[entry.id + k] = reader.tile(*tiles::tile_of_pmtiles_id(entry.id + k)).value(); }
    });
  }
  std::string bytes;
  tiles::PmtilesHeader header;
  std::string metadata;
  Tiles all;
};

class TilesBuild : public app_test::Program {
 protected:
  [[nodiscard]] std::string path(const std::string& name) const { return (folder / name).string(); }
  /// More points than one tile shows, at many zooms, some of them nowhere.
  void load_points(int rows = 6000) const {
    std::mt19937_64 random(20291);
    std::normal_distribution<double> scatter(0, 0.2);
    std::string csv = "codigo,data,localidade,latitude,longitude,confidencialidade\n";
    for (int i = 0; i < rows; ++i) {
      csv += fmt::format("r{},2024-{:02}-01,Pemba,", i, i % 12 + 1);
      csv += i % 50 == 0 ? "," : fmt::format("{:.6f},{:.6f}", -13 + scatter(random), 40 + scatter(random));
      csv += fmt::format(",{}\n", i % 3 == 0 ? 2 : 0);
    }
    (void)done({"import", "dialogues", folder.file("points.csv", csv)});
  }
  Outcome build(const std::string& name, std::vector<std::string> more = {}, const std::string& role = "protection") const {
    std::vector<std::string> arguments{"tiles", "build", "dialogues", "--role", role, "--purpose", "test", "-o", path(name)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
  [[nodiscard]] std::vector<std::string> hidden_names() const {
    std::vector<std::string> names;
    for (const std::string& name : folder.list()) {
      if (name.starts_with('.')) { names.push_back(name); }
    }
    return names;
  }
};

TEST_F(TilesBuild, HoldsTheTilesThatTheServerDraws) {
  const std::string& sample = app_test::sample_store();
  const std::string file = path("all.pmtiles");
  const Outcome outcome = app_test::bairro({"--store", sample, "tiles", "build", "incidents", "catchments", "admin_areas", "--role",
                                            "programme", "--purpose", "test", "-o", file, "--maxzoom", "10"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const Archive archive(file);
  ASSERT_GT(archive.all.size(), 50U);
  const auto opened = store::open_sqlite(sample);
  std::set<std::string> layers;
  for (const auto& [id, tile] : archive.all) {
    const auto at = *tiles::tile_of_pmtiles_id(id);
    std::string expected;
    for (const char* collection : {"incidents", "catchments", "admin_areas"}) {
      expected += tiles::make_tile(*opened->view(collection, geo::role_named("programme")), at);
    }
    ASSERT_EQ(tile, expected) << at.zoom() << '/' << at.row() << '/' << at.column();
    for (const tiles::TileLayer& layer : tiles::decode_tile(tile)) { layers.insert(layer.name); }
  }
  EXPECT_EQ(layers, (std::set<std::string>{"incidents", "catchments", "admin_areas"}));
  EXPECT_EQ(archive.header.max_zoom, 10);
  EXPECT_THAT(archive.metadata, HasSubstr(R"("bairro:role":"programme")"));
  EXPECT_THAT(archive.metadata, HasSubstr(R"("vector_layers":[{"id":"incidents")"));
}

TEST_F(TilesBuild, CountsAddUpAtEveryZoom) {
  load_points();
  ASSERT_EQ(build("p.pmtiles").exit_code, 0);
  const Archive archive(path("p.pmtiles"));
  std::map<int, std::int64_t> rows;
  for (const auto& [id, tile] : archive.all) {
    for (const tiles::TileLayer& layer : tiles::decode_tile(tile)) {
      for (const tiles::TileFeature& feature : layer.features) {
        std::int64_t count = 1;
        for (const tiles::Tag& tag : feature.tags) {
          if (layer.keys[tag.key] == tiles::count_property) { count = std::get<std::int64_t>(layer.values[tag.value]); }
        }
        rows[tiles::tile_of_pmtiles_id(id)->zoom()] += count;
      }
    }
  }
  ASSERT_EQ(rows.size(), 13U) << "zooms 0 to 12: there each point is shown";
  for (const auto& [zoom, sum] : rows) { EXPECT_EQ(sum, 6000 - 120) << "zoom " << zoom; }
}

TEST_F(TilesBuild, BothKindsHoldTheSame) {
  load_points();
  ASSERT_EQ(build("a.pmtiles").exit_code, 0);
  ASSERT_EQ(build("b.mbtiles").exit_code, 0);
  store::Database database(path("b.mbtiles"), store::Database::Mode::read_only);
  Tiles all;
  store::Statement rows = database.prepare("SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles");
  while (rows.step()) {
    const int zoom = static_cast<int>(rows.integer(0));
    const auto row = static_cast<std::uint32_t>((std::int64_t{1} << zoom) - 1 - rows.integer(2));
    const tiles::TileId id(zoom, row, static_cast<std::uint32_t>(rows.integer(1)));
    all[tiles::pmtiles_id(id)] = tiles::gunzip(rows.blob(3), 10'000'000);
  }
  EXPECT_EQ(all, Archive(path("a.pmtiles")).all);
  EXPECT_EQ(database.text("SELECT value FROM metadata WHERE name = 'format'"), "pbf");
  EXPECT_EQ(database.text("SELECT value FROM metadata WHERE name = 'bairro:role'"), "protection");
  EXPECT_EQ(database.integer("SELECT value FROM metadata WHERE name = 'maxzoom'"), 12);
  EXPECT_THAT(database.text("SELECT value FROM metadata WHERE name = 'json'"), HasSubstr(R"({"vector_layers":[{"id":"dialogues")"));
}

TEST_F(TilesBuild, TheSameRowsAreTheSameBytes) {
  load_points();
  for (const char* kind : {".pmtiles", ".mbtiles"}) {
    ASSERT_EQ(build(std::string("a") + kind).exit_code, 0);
    ASSERT_EQ(build(std::string("b") + kind).exit_code, 0);
    EXPECT_EQ(content_of(path(std::string("a") + kind)), content_of(path(std::string("b") + kind)));
  }
}

TEST_F(TilesBuild, AFileIsPrivateAndReplacedOnlyWhenAsked) {
  load_points(100);
  ASSERT_EQ(build("a.pmtiles").exit_code, 0);
  struct stat info {};
  ASSERT_EQ(::stat(path("a.pmtiles").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  const Outcome again = build("a.pmtiles");
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_THAT(again.err, HasSubstr("--force"));
  EXPECT_EQ(build("a.pmtiles", {"--force"}).exit_code, 0);
  EXPECT_TRUE(hidden_names().empty()) << "nothing is left beside it";
}

TEST_F(TilesBuild, AVisitorsFileHoldsNothingHidden) {
  load_points(300);
  ASSERT_EQ(build("v.pmtiles", {}, "visitor").exit_code, 0);
  const Archive before(path("v.pmtiles"));
  // 100 more rows that visitors do not know of change not a byte.
  std::string csv = "codigo,data,localidade,latitude,longitude,confidencialidade\n";
  for (int i = 0; i < 100; ++i) { csv += fmt::format("h{},2024-03-02,SEGREDO,-12.5{},40.5{},2\n", i, i, i); }
  (void)done({"import", "dialogues", folder.file("hidden.csv", csv)});
  ASSERT_EQ(build("v2.pmtiles", {}, "visitor").exit_code, 0);
  EXPECT_EQ(content_of(path("v2.pmtiles")), before.bytes);
  ASSERT_EQ(build("p.pmtiles").exit_code, 0);
  EXPECT_GT(Archive(path("p.pmtiles")).all.size(), before.all.size()) << "or there was nothing to hide";
}

TEST_F(TilesBuild, FiltersAsItemsDo) {
  load_points(600);
  ASSERT_EQ(build("f.pmtiles", {"--filter", "confidentiality = 2", "--datetime", "2024-01-01/2024-06-30"}).exit_code, 0);
  const auto opened = store::open_sqlite(store);
  const Archive archive(path("f.pmtiles"));
  std::set<std::uint64_t> fids;
  for (const auto& [id, tile] : archive.all) {
    if (tiles::tile_of_pmtiles_id(id)->zoom() < 12) { continue; }
    for (const tiles::TileLayer& layer : tiles::decode_tile(tile)) {
      for (const tiles::TileFeature& feature : layer.features) { fids.insert(feature.id); }
    }
  }
  std::set<std::uint64_t> expected;
  geo::Query query;
  query.limit = 1000;
  const auto view = opened->view("dialogues", geo::role_named("protection"));
  const geo::Page page = view->find(query);
  const auto level = static_cast<std::size_t>(view->schema().index_of("confidentiality"));
  const auto day = static_cast<std::size_t>(view->schema().index_of(view->schema().time_from));
  for (std::size_t i = 0; i < page.batch.rows; ++i) {
    const geo::Feature row = geo::feature_at(page.batch, i);
    const auto* date = std::get_if<std::int64_t>(&row.row.values[day]);
    const bool in_time = date != nullptr && geo::format_date(static_cast<geo::DayNumber>(*date)) < "2024-07-01";
    if (!row.row.geometry.is_none() && row.row.values[level] == geo::Value(std::int64_t{2}) && in_time) {
      expected.insert(static_cast<std::uint64_t>(page.batch.fid.integer(i)));
    }
  }
  ASSERT_GT(expected.size(), 50U);
  EXPECT_EQ(fids, expected);
  const Outcome bad = build("g.pmtiles", {"--filter", "nosuchfield = 2"});
  EXPECT_EQ(bad.exit_code, 2);
  EXPECT_THAT(bad.err, HasSubstr("--filter, for dialogues"));
  EXPECT_EQ(build("g.pmtiles", {"--filter", "confidentiality ="}).exit_code, 2);
  const Outcome none = build("g.pmtiles", {"--filter", "confidentiality = 3"});
  EXPECT_EQ(none.exit_code, 2) << none.err;
  EXPECT_THAT(none.err, HasSubstr("nothing to draw"));
  EXPECT_FALSE(fs::exists(path("g.pmtiles")));
  EXPECT_TRUE(hidden_names().empty());
}

TEST_F(TilesBuild, SaysWhatIsWrong) {
  load_points(100);
  const std::vector<std::pair<std::vector<std::string>, const char*>> table = {
      {{"dialogues", "-o", path("a.txt")}, ".pmtiles or .mbtiles"},
      {{"dialogues", "-o", path("a.pmtiles"), "--minzoom", "9", "--maxzoom", "8"}, "--minzoom"},
      {{"dialogues", "-o", path("a.pmtiles"), "--maxzoom", "30"}, "--maxzoom"},
      {{"dialogues", "dialogues", "-o", path("a.pmtiles")}, "stands twice"},
      {{"population", "-o", path("a.pmtiles"), "--datetime", "yesterday"}, "datetime"},
      {{"nosuch", "-o", path("a.pmtiles")}, "nosuch"},
      {{"dialogues", "-o", path("no/such/folder.pmtiles")}, "cannot write"},
  };
  for (const auto& [words, expected] : table) {
    std::vector<std::string> arguments{"tiles", "build", "--role", "protection", "--purpose", "test"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    const Outcome outcome = run(arguments);
    EXPECT_NE(outcome.exit_code, 0) << expected;
    EXPECT_THAT(outcome.err, HasSubstr(expected));
  }
  EXPECT_THAT(run({"tiles", "build", "dialogues", "--role", "protection", "-o", path("a.pmtiles")}).err, HasSubstr("--purpose"));
  EXPECT_TRUE(hidden_names().empty());
}

TEST_F(TilesBuild, IsOnRecordAndInTheListOfJobs) {
  load_points(100);
  ASSERT_EQ(build("a.pmtiles").exit_code, 0);
  const std::string log = done({"audit", "list", "--action", "export"});
  EXPECT_THAT(log, HasSubstr("dialogues"));
  EXPECT_THAT(done({"--json", "audit", "list", "--action", "export"}), HasSubstr(".pmtiles"));
  EXPECT_THAT(done({"jobs"}), HasSubstr("tiles"));
}

// --- interruptions ---------------------------------------------------------------------------------------------------

/// The work of the command, in this process.
app::TileFile wanted_of(store::SqliteStore& store, const std::string& file) {
  app::TileFile wanted;
  wanted.file = file;
  wanted.plan.views = {store.view("dialogues", geo::role_named("protection"))};
  wanted.plan.max_zoom = 13;
  wanted.words = {wanted.plan.views, 0, 13, &geo::Text::en, {{"role", "protection"}}};
  wanted.fingerprint = {7, 8};
  return wanted;
}

TEST_F(TilesBuild, StoppedAnywhereItGoesOnAndEndsInTheSameBytes) {
  load_points(3000);
  const auto opened = store::open_sqlite(store);
  for (const char* kind : {".pmtiles", ".mbtiles"}) {
    const app::TileFile whole = wanted_of(*opened, path(std::string("whole") + kind));
    const app::TileFileMade made = app::make_tile_file(whole, geo::one_by_one, {});
    EXPECT_EQ(made.taken_up, 0U);
    const app::TileFile parts = wanted_of(*opened, path(std::string("parts") + kind));
    std::uint64_t before = 0;
    int rounds = 0;
    for (bool ended = false; !ended; ++rounds) {
      ASSERT_LT(rounds, 100);
      int asked = 0;
      const geo::Progress progress({}, [&] { return ++asked > 4; });
      try {
        const app::TileFileMade done = app::make_tile_file(parts, geo::one_by_one, progress);
        EXPECT_EQ(done.tiles, made.tiles);
        EXPECT_EQ(done.taken_up, before);
        ended = true;
      } catch (const geo::Error& error) {
        EXPECT_THAT(error.text().en, HasSubstr(".building"));
        EXPECT_FALSE(fs::exists(parts.file)) << "no half of a file under its name";
        const std::uint64_t now = store::TileLog(parts.file, parts.fingerprint).tiles().size();
        EXPECT_GT(now, before);
        before = now;
      }
    }
    EXPECT_GT(rounds, 3) << "or nothing was interrupted";
    EXPECT_EQ(content_of(parts.file.string()), content_of(whole.file.string()));
  }
  EXPECT_TRUE(hidden_names().empty());
}

TEST_F(TilesBuild, BeginsAnewWhenTheRowsAreOthers) {
  load_points(3000);
  const auto log_of = [&] { return store::TileLog::folder_for(path("a.pmtiles")); };
  {
    app_test::Child child(folder, {"--store", store, "tiles", "build", "dialogues", "--role", "protection", "--purpose", "test",
                                   "--maxzoom", "18", "-o", path("a.pmtiles")});
    while (child.running() && !(fs::exists(log_of() / "tiles") && fs::file_size(log_of() / "tiles") > 0)) { std::this_thread::yield(); }
    child.signal(SIGINT);
    EXPECT_EQ(child.wait(), 1) << "a hundred thousand tiles are not made so soon";
  }
  ASSERT_TRUE(fs::exists(log_of()));
  EXPECT_FALSE(fs::exists(path("a.pmtiles")));
  (void)done({"import", "dialogues", folder.file("one.csv", "codigo,data,localidade,latitude,longitude\nnew,2024-01-01,Pemba,-13,40\n")});
  const Outcome outcome = build("a.pmtiles", {"--json"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr(R"("taken_up":0,)"));
  ASSERT_EQ(build("b.pmtiles").exit_code, 0);
  EXPECT_EQ(content_of(path("a.pmtiles")), content_of(path("b.pmtiles")));
}

}  // namespace
