// SPDX-License-Identifier: Apache-2.0
// Stores of earlier formats: taken back to them step by step, then opened again.
#include "store/accounts/accounts.hpp"
#include "store/sqlite/database.hpp"
#include "store/sqlite/row_table.hpp"
#include "store/sqlite_store.hpp"
#include "tests/store/describe.hpp"
#include "tests/store/subjects.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace {

class Migration : public testing::Test {
 protected:
  [[nodiscard]] std::unique_ptr<store::SqliteStore> open() const {
    return store::open_sqlite(file, {.use_cache = false, .clock = [] { return geo::TimeMs{86'400'000'000}; }});
  }

  static geo::BatchOutcome import(store::Store& store, const std::string& id, std::int64_t first, std::int64_t count,
                                  bool complete = false) {
    geo::BatchInfo info;
    info.collection = id;
    info.source = "prm";
    info.complete = complete;
    const geo::Collection collection = *store.catalog().collection(id);
    const auto writer = store.begin(info);
    for (std::int64_t i = first; i < first + count; ++i) {
      geo::StagedRow row{i, "k" + std::to_string(i), {}, {geo::Geometry::point({40, -12}), {}}};
      row.row.values.resize(collection.fields.size());
      writer->add(row);
    }
    writer->reject({99, "data", "x", "date", {"not a date", "não é uma data"}, "{}"});
    writer->resolve();
    return writer->commit("{}");
  }

  /// As a program of format 3 would have left it.
  void take_back_to_3() const {
    store::Database(file, store::Database::Mode::read_write)
        .execute(
            "DROP TABLE token; DROP TABLE account; DROP TABLE audit; DELETE FROM meta WHERE name='audit_log_begun'; PRAGMA user_version=3");
  }

  /// As a program of format 2 would have left it.
  void take_back_to_2() const {
    take_back_to_3();
    store::Database db(file, store::Database::Mode::read_write);
    std::vector<std::string> ids;
    for (auto s = db.prepare("SELECT id FROM collection"); s.step();) { ids.emplace_back(s.text(0)); }
    for (const std::string& id : ids) {
      for (const std::string& table : {store::row_table(id), store::old_table(id)}) {
        db.execute("ALTER TABLE " + table + " DROP COLUMN _marked");
        db.execute("ALTER TABLE " + table + " DROP COLUMN withdrawn_on");
      }
    }
    db.execute("DELETE FROM field WHERE name='withdrawn_on'");
    db.execute("DROP TABLE settled; DROP TABLE source_rows; DROP INDEX quarantine_key");
    for (const char* column : {"complete", "withdrawn"}) { db.execute(std::string("ALTER TABLE batch DROP COLUMN ") + column); }
    for (const char* column : {"whole", "source_key", "raw_high", "raw_low", "corrects_batch", "corrects_position"}) {
      db.execute(std::string("ALTER TABLE quarantine DROP COLUMN ") + column);
    }
    db.execute("PRAGMA user_version=2");
    std::filesystem::remove(file.string() + ".audit-key");
  }

  store_test::TemporaryFolder folder;
  std::filesystem::path file = std::filesystem::path(folder.path()) / "s.db";
};

TEST_F(Migration, AStoreOfFormat2LearnsAboutWithdrawal) {
  std::string before;
  {
    const auto store = open();
    geo::Collection wells;
    wells.id = "wells";
    wells.title = {"Wells", "Poços"};
    store->add_collection(wells);
    import(*store, "incidents", 0, 5);
    import(*store, "wells", 0, 3);
    geo::BatchInfo info;
    info.collection = "incidents";
    store->edit(info, {{2, true, {}}});
    before = store_test::describe(*store->view("incidents", geo::role_named("protection")));
  }
  take_back_to_2();
  const auto store = open();
  EXPECT_EQ(store_test::describe(*store->view("incidents", geo::role_named("protection"))), before);
  EXPECT_GE(store->info().format, 3);
  EXPECT_TRUE(std::filesystem::exists(file.string() + ".before-3")) << "a copy of the store as it was";
  EXPECT_EQ(import(*store, "incidents", 0, 2).absent, 3) << "rows of a source are counted; one of the five was removed";
  const geo::BatchOutcome complete = import(*store, "wells", 0, 2, true);
  EXPECT_EQ(complete.withdrawn, 1) << "collections of one's own too";
  EXPECT_EQ(complete.present, 2);
  EXPECT_EQ(store->quarantine("incidents").size(), 2U) << "rows refused before the step still wait";
  EXPECT_EQ(store->undo(complete.batch).updated, 1);
}

TEST_F(Migration, AStoreOfFormat3LearnsWhoMaySignIn) {
  { import(*open(), "incidents", 0, 5); }
  take_back_to_3();
  std::string password;
  {
    // Whoever opens it first brings it up, this too.
    store::Accounts accounts(file);
    EXPECT_TRUE(accounts.list().empty()) << "nobody is let in by a new program alone";
    password = accounts.add("ana", "programme", {"MZ01"});
  }
  EXPECT_TRUE(std::filesystem::exists(file.string() + ".before-4"));
  const auto store = open();
  EXPECT_GE(store->info().format, 4);
  EXPECT_EQ(store->view("incidents", geo::role_named("programme"))->count({}), 5U);
  EXPECT_TRUE(store::Accounts(file).by_password("ana", password));
}

TEST_F(Migration, AStoreOfFormat5LearnsWhichClassesAreNeverPoints) {
  { import(*open(), "incidents", 0, 5); }
  store::Database(file, store::Database::Mode::read_write)
      .execute(
          "UPDATE code SET sensitive=min(sensitive, 1); INSERT INTO code VALUES('iccs', 999, '020401', 'ours', 'nosso', '0204', 4, 1, 0); "
          "PRAGMA user_version=5");
  const auto store = open();
  EXPECT_GE(store->info().format, 6);
  const geo::CodeList list = *store->catalog().code_list("iccs");
  for (const geo::Code& code : geo::builtin_catalog().code_list("iccs")->codes) {
    EXPECT_EQ(list.find(code.code)->care, code.care) << code.code;
  }
  EXPECT_EQ(list.find("020401")->care, geo::Care::never_point);
}

}  // namespace
