// SPDX-License-Identifier: Apache-2.0
// The audit log: what writes leave in it, what reads do, and what goes wrong.
#include "geo/base/error.hpp"
#include "store/audit/log.hpp"
#include "store/audit/pen.hpp"
#include "store/audit/verify.hpp"
#include "tests/store/audit/log_fixture.hpp"
#include "tests/store/fault_vfs.hpp"
#include "tests/store/killed_child.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <random>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace {

using namespace store_test;
namespace fs = std::filesystem;

class Audit : public LogFixture {};

std::vector<std::string> actions(store::SqliteStore& store) {
  std::vector<std::string> found;
  for (const auto& r : store.audit().list({.limit = 0})) { found.push_back(r.action); }
  return found;
}

TEST_F(Audit, EveryWriteLeavesAnEntry) {
  const auto store = open({.actor = [] { return store::Actor{"ana", "analyst"}; }});
  const geo::BatchOutcome imported = import(*store, 3);
  geo::BatchInfo info;
  info.collection = "incidents";
  store->edit(info, {{1, true, {}}, {2, true, {}}});
  EXPECT_THROW(store->edit(info, {{999, true, {}}}), geo::Error) << "and this none";
  store->undo(imported.batch);
  geo::Field field;
  field.name = "shelter";
  store->add_field("sites", field);
  geo::Collection wells;
  wells.id = "wells";
  store->add_collection(wells);
  store->set_area_of_operation(std::nullopt);
  EXPECT_EQ(actions(*store), (std::vector<std::string>{"log-begun", "import", "edit", "undo", "schema", "schema", "schema"}));
  const auto list = store->audit().list({.limit = 0});
  EXPECT_EQ(list[1].who, "ana");
  EXPECT_EQ(list[1].role, "analyst");
  EXPECT_EQ(list[1].object, "incidents");
  EXPECT_EQ(list[1].rows, 3);
  EXPECT_EQ(list[1].details, R"({"batch":1,"new":3,"updated":0,"withdrawn":0,"quarantined":0})");
  EXPECT_EQ(list[2].rows, 2);
  EXPECT_EQ(list[2].details, R"({"batch":2,"new":0,"changed":2})");
  EXPECT_EQ(list[3].details, R"({"batch":3,"undone":1,"removed":1,"kept":2})") << "two rows were changed since";
  expect_whole();
}

TEST_F(Audit, EditsOfOneGroupKeepTheirActors) {
  std::atomic<int> next{0};
  const auto store = open({.actor = [&next] {
    thread_local const int mine = next++;
    return store::Actor{"thread" + std::to_string(mine), "editor"};
  }});
  import(*store, 64);
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&store, t] {
      geo::BatchInfo info;
      info.collection = "incidents";
      for (geo::Fid i = 0; i < 8; ++i) { store->edit(info, {{1 + t * 8 + i, true, {}}}); }
    });
  }
  for (std::thread& thread : threads) { thread.join(); }
  std::map<std::string, int> by_who;
  for (const auto& r : store->audit().list({.action = "edit", .limit = 0})) { ++by_who[r.who]; }
  EXPECT_EQ(by_who.size(), 8U);
  for (const auto& [who, count] : by_who) { EXPECT_EQ(count, 8) << who; }
  expect_whole();
}

TEST_F(Audit, ReadsThatAreNotedAreOnDiskSoon) {
  const auto store = open();
  for (int i = 0; i < 10; ++i) { store->audit().note(read_entry("ana", 5)); }
  const auto reader = open();
  std::size_t seen = 0;
  for (int i = 0; i < 300 && seen < 11; ++i) {
    store::Database database(file, store::Database::Mode::read_only);
    seen = store::load_audit(database, {.limit = 0}).size();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_EQ(seen, 11U);
  expect_whole();
}

TEST_F(Audit, WhatWaitsIsWrittenAtTheEnd) {
  {
    const auto store = open();
    for (int i = 0; i < 2500; ++i) { store->audit().note(read_entry("ana", 1)); }
  }
  EXPECT_EQ(open()->audit().list({.limit = 0}).size(), 2501U);
  expect_whole();
}

TEST_F(Audit, NothingIsNotedWhileTheDiskIsFull) {
  FaultVfs disk;
  {
    const auto store = open();
    store->audit().append(read_entry("ana", 1));
    disk.fail(1, FaultVfs::Kind::disk_full, true);
    EXPECT_THROW(store->audit().append(read_entry("ana", 2)), geo::Error);
    store->audit().note(read_entry("ana", 3));  // nobody knows yet
    EXPECT_THROW(store->audit().flush(), geo::Error);
    try {
      store->audit().note(read_entry("ana", 4));
      FAIL() << "taken";
    } catch (const geo::Error& error) {
      EXPECT_EQ(error.problem(), geo::Problem::busy);
      EXPECT_NE(error.text().en.find("disk is full"), std::string::npos) << error.text().en;
      EXPECT_NE(error.text().pt.find("disco"), std::string::npos);
    }
    disk.heal();
    store->audit().flush();
    store->audit().note(read_entry("ana", 5));
    std::vector<std::int64_t> rows;
    for (const auto& r : store->audit().list({.action = "read", .limit = 0})) { rows.push_back(r.rows); }
    EXPECT_EQ(rows, (std::vector<std::int64_t>{1, 3, 5})) << "what was taken is written late rather than never";
  }
  expect_whole();
}

TEST_F(Audit, AWriterThatStaysIsNoticed) {
  const auto store = open();
  store->audit().note(read_entry("ana", 1));
  store->audit().flush();
  store::Database other(file, store::Database::Mode::read_write);
  {
    const store::Transaction held(other);
    store->audit().note(read_entry("ana", 2));
    EXPECT_THROW(store->audit().flush(), geo::Error) << "after 5 s";
    EXPECT_THROW(store->audit().note(read_entry("ana", 3)), geo::Error);
  }
  store->audit().flush();
  EXPECT_EQ(store->audit().list({.action = "read"}).size(), 2U);
}

TEST_F(Audit, AnEntryOfTheDatabaseIsOnlyAddedTo) {
  const auto store = open();
  store::Database database(file, store::Database::Mode::read_write);
  EXPECT_THROW(database.execute("DELETE FROM audit"), geo::Error);
  EXPECT_THROW(database.execute("UPDATE audit SET who='nobody'"), geo::Error);
}

TEST_F(Audit, TheKeyFileIsPrivate) {
  const auto store = open();
  import(*store, 1);
  struct stat info {};
  ASSERT_EQ(::stat(key_path().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  EXPECT_FALSE(fs::exists(key_path().string() + ".new"));
}

TEST_F(Audit, AMissingKeyIsNeverMadeAnewSilently) {
  make();
  fs::remove(key_path());
  const auto store = open();
  for (const auto& write :
       std::vector<std::function<void()>>{[&] { import(*store, 1); }, [&] { store->set_area_of_operation(std::nullopt); },
                                          [&] { store->audit().append(read_entry("ana", 1)); }}) {
    try {
      write();
      FAIL() << "written";
    } catch (const geo::Error& error) { EXPECT_NE(error.text().en.find("bairro audit rekey"), std::string::npos) << error.text().en; }
  }
  EXPECT_FALSE(fs::exists(key_path()));
  renew(true);
  import(*store, 1);
  const auto list = store->audit().list({.limit = 0});
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[1].action, "key");
  EXPECT_NE(list[1].details.find(R"("why":"missing")"), std::string::npos);
  EXPECT_EQ(list[1].details.find("endorsed"), std::string::npos);
  expect_whole();
}

TEST_F(Audit, ALogThatIsGoneWithItsKeyIsNotBegunAgain) {
  make();
  fs::remove(key_path());
  tamper("DELETE FROM audit");
  const auto store = open();
  EXPECT_TRUE(store->audit().list({}).empty());
  EXPECT_THROW(import(*store, 1), geo::Error);
}

TEST_F(Audit, TheKeyOfAnotherStoreIsNotUsed) {
  make();
  const std::string other = file.string() + "2";
  store::open_sqlite(other);
  fs::copy_file(other + ".audit-key", key_path(), fs::copy_options::overwrite_existing);
  EXPECT_THROW(import(*open(), 1), geo::Error);
  EXPECT_GT(verify().faults, 0);
}

TEST_F(Audit, AKeyLeftByAStoreOfThatNameIsPutAside) {
  const std::string id = open()->info().id;
  for (const char* end : {"", "-wal", "-shm"}) { fs::remove(file.string() + end); }
  import(*open(), 1);
  EXPECT_TRUE(fs::exists(key_path().string() + ".of-" + id));
  expect_whole();
}

TEST_F(Audit, ACrashBeforeTheKeyFollowsIsCaughtUpWith) {
  const store::AuditKey kept = (make(), renew(false));
  const std::string before = read_key_file();
  {
    const auto store = open();
    for (int i = 0; i < 5; ++i) { import(*store, 1); }
  }
  write_key_file(before);
  const store::AuditReport behind = verify({kept});
  EXPECT_EQ(behind.faults, 0) << "a key that is behind is no fault";
  import(*open(), 1);
  EXPECT_EQ(verify({kept}).faults, 0);
  EXPECT_NE(read_key_file(), before);
  EXPECT_EQ(store::read_audit_keys(read_key_file()).front().seq, verify().head.seq + 1);
}

TEST_F(Audit, AKeyThatIsAheadMeansThatTheEndWasCut) {
  {
    const auto store = open();
    for (int i = 0; i < 5; ++i) { import(*store, 1); }
  }
  const store::AuditHead head = verify().head;
  tamper("DELETE FROM audit WHERE seq>=5");
  EXPECT_EQ(verify().faults, 1);
  EXPECT_EQ(verify({}, {head}).faults, 2) << "by the key file and by the head";
  EXPECT_THROW(import(*open(), 1), geo::Error);
  EXPECT_THROW(renew(false), geo::Error);
  renew(true);
  import(*open(), 1);
  EXPECT_EQ(verify().faults, 0);
  EXPECT_EQ(verify({}, {head}).faults, 1) << "whoever kept the head sees it still";
  const auto list = open()->audit().list({.action = "key"});
  EXPECT_NE(list.at(0).details.find(R"("why":"ahead","gone":2)"), std::string::npos) << list.at(0).details;
}

TEST_F(Audit, ANewKeyIsVouchedForByTheOldOne) {
  const store::AuditKey first = (make(), renew(false));
  import(*open(), 1);
  const store::AuditKey second = renew(false);
  import(*open(), 1);
  EXPECT_EQ(verify({first, second}).faults, 0);
  EXPECT_EQ(verify({first, second}).macs_checked, 4) << "all since the first key";
  EXPECT_EQ(verify({first}).faults, 0) << "the first key vouches for the second";
  EXPECT_EQ(verify({second}).faults, 0);
}

TEST_F(Audit, AKeyThatNobodyVouchesForIsAFault) {
  const store::AuditKey kept = (make(), renew(false));
  import(*open(), 1);
  import(*open(), 1);
  tamper("DELETE FROM audit WHERE seq>=4");
  fs::remove(key_path());
  const store::AuditKey forged = renew(true);
  EXPECT_GT(verify({kept}).faults, 0) << "an import is gone, and its key";
  EXPECT_EQ(verify({kept, forged}).faults, 0) << "unless whoever verifies knows of the new key";
}

TEST_F(Audit, AnOlderStoreSaysSoInItsFirstEntry) {
  import(*open(), 2);
  {
    store::Database database(file, store::Database::Mode::read_write);
    database.execute(
        "DROP TABLE token; DROP TABLE account; DROP TABLE audit; DELETE FROM meta WHERE name='audit_log_begun'; PRAGMA user_version=3");
  }
  fs::remove(key_path());
  const auto store = open();
  const auto list = store->audit().list({});
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].action, "log-begun");
  EXPECT_EQ(list[0].details, R"({"why":"older-store","commits_before":1})");
  expect_whole();
}

TEST_F(Audit, TwoProcessesAppendInTurn) {
  make();
  std::vector<pid_t> children;
  for (int c = 0; c < 2; ++c) {
    const pid_t child = ::fork();
    if (child == 0) {
      try {
        const auto store = open({.actor = [c] { return store::Actor{"process" + std::to_string(c), ""}; }});
        for (int i = 0; i < 100; ++i) {
          i % 2 == 0 ? store->audit().append(read_entry("reader" + std::to_string(c), i)) : store->set_area_of_operation(std::nullopt);
        }
      } catch (...) { ::_exit(1); }
      ::_exit(0);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = -1;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(verify().entries, 201);
  expect_whole();
}

TEST_F(Audit, StaysWholeWhenItsProcessIsKilled) {
  make();
  const store::AuditKey kept = renew(false);
  std::mt19937_64 random(11);
  std::int64_t told = 0;
  for (int round = 0; round < 25; ++round) {
    told = killed_after(std::chrono::microseconds(20'000 + random() % 60'000), told, [&](int out) {
      const auto store = open();
      for (std::int64_t i = told + 1;; ++i) {
        i % 3 == 0 ? store->set_area_of_operation(std::nullopt) : store->audit().append(read_entry("ana", 1));
        if (::write(out, &i, sizeof i) != sizeof i) { ::_exit(1); }
      }
    });
    const store::AuditReport report = verify({kept});
    ASSERT_EQ(report.faults, 0) << report.first_faults.at(0).en;
    // The log, the key, and what was acknowledged; of each life one more may stand that was not told of.
    ASSERT_GE(report.entries, 2 + told);
    ASSERT_LE(report.entries, 2 + told + round + 1);
  }
  EXPECT_GT(told, 25);
}

TEST_F(Audit, OtherAccountsEntriesDoNotMakeViewsNew) {
  const auto server = open();
  server->refresh();
  const std::uint64_t stamp = server->stamp();
  const auto other = open();
  other->audit().append(read_entry("ana", 1));
  server->refresh();
  EXPECT_EQ(server->stamp(), stamp) << "or every read would empty the caches of answers";
  import(*other, 1);
  server->refresh();
  EXPECT_GT(server->stamp(), stamp);
}

TEST_F(Audit, NothingOfRowsOrKeysStandsInTheLog) {
  const auto store = open();
  store::AuditDetails details;
  details.word("object", "-12.97,40.51 Maria Silva\n").number("rows", 3);
  store->audit().append(store::audit_entry({"ana\x1b[2J", "analyst"}, "read", "/items?bbox=40 -12", 3, details));
  const auto list = store->audit().list({.action = "read"});
  EXPECT_EQ(list.at(0).who, "ana?[2J");
  EXPECT_EQ(list.at(0).object, "/items?bbox?40?-12");
  EXPECT_EQ(list.at(0).details, R"({"object":"-12.97,40.51?Maria?Silva?","rows":3})");
  EXPECT_THROW(details.purpose("two\nlines"), geo::Error);
  EXPECT_THROW(details.purpose("  "), geo::Error);
  EXPECT_THROW(details.purpose(std::string(501, 'x')), geo::Error);
  const std::string key = store::read_audit_keys(read_key_file()).front().line();
  std::ifstream in(file, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  EXPECT_EQ(bytes.find(std::string(store::read_audit_keys(key).front().secret.bytes())), std::string::npos);
}

TEST_F(Audit, FarMoreThanUsualIsToldOnceADay) {
  constexpr geo::TimeMs day = 86'400'000;
  std::vector<std::string> said;
  const auto store = open({.say = [&](const geo::Text& text) { said.push_back(text.en); }});
  for (int d = 0; d < 40; ++d) {  // the first twelve are before what is remembered
    now = 1'000 * day + d * day;
    store->audit().append(read_entry("ana", d < 12 ? 5'000 : 300));
  }
  now += day;
  store->audit().append(read_entry("ana", 3'000));
  EXPECT_TRUE(said.empty()) << "ten times the usual, and no more";
  store->audit().append(read_entry("ana", 1));
  store->audit().append(read_entry("ana", 5'000));
  ASSERT_EQ(said.size(), 1U);
  EXPECT_NE(said[0].find("'ana' has read 3001 rows today"), std::string::npos) << said[0];
  const auto alerts = store->audit().list({.action = "alert"});
  ASSERT_EQ(alerts.size(), 1U);
  EXPECT_EQ(alerts[0].details, R"({"usual_rows_a_day":300,"days":28,"limit":3000})");
  store->audit().append(read_entry("new", 10'000));
  EXPECT_EQ(said.size(), 1U) << "nobody knows yet what is usual";
  store->audit().append(read_entry("new", 1));
  EXPECT_EQ(said.size(), 2U);
  now += day;
  store->audit().append(read_entry("ana", 900));
  EXPECT_EQ(said.size(), 2U) << "below the floor";
  expect_whole();
}

}  // namespace
